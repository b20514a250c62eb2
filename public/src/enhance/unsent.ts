// "Not sent": said where it cannot be missed, until the server has answered.
import { announce } from './announce.ts'
import { copyOf } from './dom.ts'

const EVERY = 8_000

export const isUnsent = (form: HTMLFormElement) => form.dataset.unsent === 'waiting'

export function showUnsent(form: HTMLFormElement): void {
  form.dataset.unsent = 'waiting'
  if (!form.querySelector('#unsent-alert')) {
    const template = form.querySelector<HTMLTemplateElement>('#unsent')
    if (template) template.before(copyOf(template))
  }
  say(form)
  announce('Not sent. There is no connection. It stays on this device.')
}

export function hideUnsent(form: HTMLFormElement): void {
  delete form.dataset.unsent
  form.querySelector('#unsent-alert')?.remove()
}

function say(form: HTMLFormElement): void {
  const isWaiting = isUnsent(form)
  for (const [name, shown] of [
    ['waiting', isWaiting],
    ['changed', !isWaiting],
  ]) {
    form
      .querySelector<HTMLElement>(`#unsent-alert [data-${name}]`)
      ?.toggleAttribute('hidden', !shown)
  }
}

// Half a sentence must not be sent by itself: from here on the person decides when.
document.addEventListener('input', (event) => {
  const form = event.target instanceof Element ? event.target.closest('form') : null
  if (!form || !isUnsent(form)) return
  form.dataset.unsent = 'changed'
  say(form)
})

/** When the device thinks it is connected again, and now and then: it does not always know. */
export function whenToTryAgain(tryAgain: () => void): void {
  addEventListener('online', tryAgain)
  setInterval(tryAgain, EVERY)
}

addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsent]')) event.preventDefault()
})
