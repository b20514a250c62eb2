// Session expired: the server requests a submit without htmx, so that the sign-in page carries the form along.
import { near } from '../dom.ts'

document.addEventListener('send-plainly', (event) => {
  const form = near<HTMLFormElement>(event, 'form')
  // The pressed button has a value, too; without a name it is not sent.
  const { name = '', value = '' } = form?.querySelector<HTMLButtonElement>('[data-busy]') ?? {}
  const field = document.createElement('input')
  field.hidden = true
  field.name = name
  field.value = value
  form?.append(field)
  form?.submit()
})
