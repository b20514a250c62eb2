// Submits once on a double tap. The button stays focusable, so that keyboard focus is kept.
import { isPost } from '../dom.ts'

const GIVE_UP_AFTER = 15_000

const buttonsOf = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (element) => element instanceof HTMLButtonElement && element.type === 'submit',
  )

function hold(form: HTMLFormElement, submitter: Element | null): void {
  form.dataset.sending = ''
  for (const button of buttonsOf(form)) button.setAttribute('aria-disabled', 'true')
  submitter?.setAttribute('data-busy', '')
}

export function release(form: HTMLFormElement): void {
  delete form.dataset.sending
  for (const button of buttonsOf(form)) {
    button.removeAttribute('aria-disabled')
    button.removeAttribute('data-busy')
  }
}

const sentBy = (event: Event): HTMLFormElement | null => {
  const form = event.target instanceof Element ? event.target.closest('form') : null
  return isPost(form) ? form : null
}

// In the capture phase, before htmx.
document.addEventListener(
  'submit',
  (event) => {
    const form = sentBy(event)
    if (form?.dataset.sending === undefined) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)

document.addEventListener('submit', (event) => {
  const form = sentBy(event)
  if (!form) return
  hold(form, event.submitter)
  // Requests of htmx are released below; a page that never loads must not lock the form for ever.
  setTimeout(release, GIVE_UP_AFTER, form)
})

document.addEventListener('htmx:finally:request', (event) => {
  const form = sentBy(event)
  if (form) release(form)
})

// Back navigation: the browser restores the page as it was left.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) release(form)
})
