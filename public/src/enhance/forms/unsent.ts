// "Not sent" banner, until the server has answered.

import { copyOf } from '../dom.ts'
import { announce } from '../messages/announce.ts'

const EVERY = 8_000

const isUnsent = (form: HTMLFormElement) => form.dataset.unsent === 'waiting'

export function showUnsent(form: HTMLFormElement): void {
  form.dataset.unsent = 'waiting'
  if (!form.querySelector('#unsent-alert')) {
    const template = form.querySelector<HTMLTemplateElement>('#unsent')
    if (template) template.before(copyOf(template))
  }
  say(form)
  announce('Not sent: no connection. The order stays on this device.')
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

// After an edit nothing is sent automatically any more: the form may be unfinished.
document.addEventListener('input', (event) => {
  const form = event.target instanceof Element ? event.target.closest('form') : null
  if (!form || !isUnsent(form)) return
  form.dataset.unsent = 'changed'
  say(form)
})

/** On the `online` event, and at intervals, because the event is unreliable. */
export function whenToTryAgain(tryAgain: () => void): void {
  addEventListener('online', tryAgain)
  setInterval(tryAgain, EVERY)
}

addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsent]')) event.preventDefault()
})
