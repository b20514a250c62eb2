// Sends the order form without leaving the page, so that a lost connection or a refusal loses nothing.
import { announce } from './announce.ts'
import { draftForm, findDraft, forgetDraft, saveDraft } from './drafts.ts'
import { handOver, photoInputs, showProgress } from './photos.ts'
import { type Answer, post } from './post.ts'
import { release } from './submits.ts'
import { showError } from './toasts.ts'
import { hideUnsent, isUnsent, showUnsent, whenToTryAgain } from './unsent.ts'

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (!form.matches('[data-draft]') || event.defaultPrevented) return
  event.preventDefault()
  void send(form, event.submitter)
})

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  saveDraft(form)
  const body = new FormData(form)
  const name = submitter?.getAttribute('name')
  if (name) body.append(name, submitter?.getAttribute('value') ?? '')
  try {
    const hasPhotos = photoInputs(form).some(({ files }) => files?.length)
    const answer = await post(form.action, body, (sent) => hasPhotos && showProgress(form, sent))
    hideUnsent(form)
    take(form, answer)
  } catch {
    showUnsent(form)
  }
  release(form)
}

/** Saved: on to the order. Anything else: the form stays, with what was typed. */
function take(form: HTMLFormElement, { status, html, goTo }: Answer): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('form[data-draft]')
  if (goTo) {
    forgetDraft(form)
    location.assign(goTo)
  } else if (fresh) replace(form, fresh as HTMLFormElement)
  else if (status === 401) location.assign(`/auth/login?next=${encodeURIComponent(here())}`)
  // The session changed in another tab: this page's token is void, and a new page has what was typed.
  else if (status === 403) location.reload()
  else showError(FAILED)
}

const FAILED =
  'Not saved: the server could not do this just now. What you typed is still here; try again.'

const here = () => location.pathname + location.search

function replace(form: HTMLFormElement, fresh: HTMLFormElement): void {
  form.replaceWith(fresh)
  handOver(form, fresh)
  if (photoInputs(fresh).some(({ files }) => files?.length)) {
    fresh.querySelector('[data-photos-lost]')?.remove()
  }
  // As after any swap: focus, totals, and htmx learn of the new part.
  document.dispatchEvent(new Event('htmx:after:swap'))
  window.htmx?.process(fresh)
  saveDraft(fresh)
}

whenToTryAgain(() => {
  const form = draftForm()
  if (form && isUnsent(form) && form.dataset.sending === undefined) form.requestSubmit()
})

// Typed before a sign-in, a reload or a lost page: the server draws the form with it again.
document.addEventListener('DOMContentLoaded', async () => {
  const form = draftForm()
  const draft = form?.dataset.draft === 'fresh' ? findDraft(form) : undefined
  if (!form || !draft) return
  const body = new FormData()
  for (const [name, value] of draft.fields) body.append(name, value)
  body.append('restore', '1')
  body.append('_csrf', new FormData(form).get('_csrf') ?? '')
  const answer = await post(form.action, body, () => {}).catch(() => undefined)
  if (answer?.status !== 200) return
  take(form, answer)
  announce('What was typed here before is back. It is not saved yet.')
})

declare global {
  interface Window {
    htmx?: { process(element: Element): void }
  }
}
