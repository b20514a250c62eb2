// Order form submission without leaving the page, so that a lost connection or a refusal loses nothing.
import { announce } from '../messages/announce.ts'
import { FAILED } from '../messages/failures.ts'
import { showError } from '../messages/toasts.ts'
import { handOver, photoInputs, showProgress } from '../photos/photos.ts'
import { type Answer, post } from './post.ts'
import { release } from './submits.ts'
import { hideUnsent, showUnsent, whenToTryAgain } from './unsent.ts'

/** Set by the build: address of the draft script (see public/src/drafts). */
declare const DRAFTS: string

let drafts: typeof import('../../drafts/index.ts') | undefined

// If it cannot be loaded, the form works without drafts.
if (document.querySelector('form[data-draft]')) {
  import(DRAFTS).then(
    (loaded) => {
      drafts = loaded
      loaded.start({ post, replace, announce })
    },
    () => {},
  )
}

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  // Buttons of the header send the form elsewhere, and leave the page.
  const isElsewhere = event.submitter?.hasAttribute('formaction')
  if (!form.matches('[data-draft]') || event.defaultPrevented || isElsewhere) return
  event.preventDefault()
  void send(form, event.submitter)
})

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  drafts?.save(form)
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

/** Saved: on to the order. Otherwise the form stays, with what was typed. */
function take(form: HTMLFormElement, { status, html, goTo }: Answer): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('form[data-draft]')
  // The rendered form may have another key.
  if (goTo || fresh) drafts?.forget(form)
  if (goTo) location.assign(goTo)
  else if (fresh) replace(form, fresh as HTMLFormElement)
  else if (status === 401) location.assign(`/auth/login?next=${encodeURIComponent(here())}`)
  // The session changed in another tab: this page's token is void, and the reloaded page restores the draft.
  else if (status === 403) location.reload()
  else showError(FAILED)
}

const here = () => location.pathname + location.search

function replace(form: HTMLFormElement, fresh: HTMLFormElement): void {
  form.replaceWith(fresh)
  handOver(form, fresh)
  if (photoInputs(fresh).some(({ files }) => files?.length)) {
    fresh.querySelector('[data-photos-lost]')?.remove()
  }
  // As after any swap: focus, totals and htmx process the new content.
  document.dispatchEvent(new Event('htmx:after:swap'))
  window.htmx?.process(fresh)
  drafts?.save(fresh)
}

whenToTryAgain(() => {
  const waiting = 'form[data-unsent=waiting]:not([data-sending])'
  document.querySelector<HTMLFormElement>(waiting)?.requestSubmit()
})

declare global {
  interface Window {
    htmx?: { process(element: Element): void }
  }
}
