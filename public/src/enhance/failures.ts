// When no answer came, or the server failed: say so, and never let it look saved.
import { showError } from './toasts.ts'

interface Failed extends Event {
  detail: { ctx?: { request?: { method?: string }; response?: { status: number }; text?: string } }
}

const READING = 'This could not be loaded. Look at the connection and try again.'
const LOST =
  'No answer came, so this may not be saved. What you typed is still here: send it again, it cannot be saved twice.'
const FAILED =
  'Not saved: the server could not do this just now. What you typed is still here; try again.'

const reads = (event: Failed): boolean =>
  (event.detail.ctx?.request?.method ?? 'GET').toUpperCase() === 'GET'

document.addEventListener('htmx:error', (event) => {
  // With a text the answer did come, and only showing it went wrong.
  if ((event as Failed).detail.ctx?.text !== undefined) return
  showError(reads(event as Failed) ? READING : LOST)
})

document.addEventListener('htmx:response:error', (event) => {
  const status = (event as Failed).detail.ctx?.response?.status ?? 0
  if (status >= 500) showError(reads(event as Failed) ? READING : FAILED)
})
