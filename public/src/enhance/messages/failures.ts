// Failed htmx requests (no response, or a server error) are reported, so that nothing looks saved.
import { showError } from './toasts.ts'

interface Failed extends Event {
  detail: { ctx?: { request?: { method?: string }; response?: { status: number }; text?: string } }
}

const READING = 'This could not load. Check the connection and try again.'
const LOST =
  'No answer from the shop, so this may not be saved. Send it again: it cannot be saved twice.'
export const FAILED = 'Not saved. What you typed is still here: try again in a moment.'

const reads = (event: Failed): boolean =>
  (event.detail.ctx?.request?.method ?? 'GET').toUpperCase() === 'GET'

document.addEventListener('htmx:error', (event) => {
  // With a text there was a response, and only rendering it failed.
  if ((event as Failed).detail.ctx?.text !== undefined) return
  showError(reads(event as Failed) ? READING : LOST)
})

document.addEventListener('htmx:response:error', (event) => {
  const status = (event as Failed).detail.ctx?.response?.status ?? 0
  if (status >= 500) showError(reads(event as Failed) ? READING : FAILED)
})
