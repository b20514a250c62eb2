// Live updates of pages: others' changes appear within a second, but never while the user types or has a dialog open.
import htmx from 'htmx.org'
import { isPost } from '../dom.ts'
import { announce } from '../messages/announce.ts'

const TOGETHER_MS = 250
const PATIENCE_MS = 4000
const LOST = 'No connection. This page may be out of date.'
const LATER = 'Something changed here. It shows when you finish.'

let source: EventSource | undefined
let refreshing = false
let losing: number | undefined
/** A change arrived while the user was busy. */
let waiting = false

const marker = () => document.querySelector<HTMLElement>('[data-live]')
const note = () => document.getElementById('live-note')

function follow(): void {
  const url = marker()?.dataset.live
  if (!url || source || document.visibilityState === 'hidden') return
  source = new EventSource(url)
  source.addEventListener('message', ({ data }) => {
    if (concerns(JSON.parse(data))) refreshSoon()
  })
  source.addEventListener('reset', refreshSoon)
  source.addEventListener('error', () => {
    // Refused for good: the tablet has locked itself.
    if (source?.readyState === 2) refreshSoon()
    losing ??= setTimeout(() => say(LOST), PATIENCE_MS)
  })
  source.addEventListener('open', () => {
    clearTimeout(losing)
    losing = undefined
    if (note()?.textContent !== LOST) return
    say('')
    announce('Connected again')
    refreshSoon()
  })
}

function stop(): void {
  source?.close()
  source = undefined
}

/** A page about one order follows only that one; some pages follow all events. */
function concerns(event: { entity: string; entityId: number }): boolean {
  const { order, entity } = marker()?.dataset ?? {}
  if (entity === 'any') return true
  return event.entity === 'order' && (!order || order === String(event.entityId))
}

function say(text: string): void {
  const place = note()
  if (!place || place.textContent === text) return
  place.textContent = text
  place.hidden = text === ''
  announce(text)
}

function isBusy(): boolean {
  const main = document.getElementById('main')
  const focused = document.activeElement
  const typing = focused?.matches('input, textarea, select') && main?.contains(focused)
  return Boolean(typing || document.querySelector('dialog[open], #main form[data-touched]'))
}

function refreshSoon(): void {
  if (refreshing) return
  refreshing = true
  setTimeout(refresh, TOGETHER_MS)
}

async function refresh(): Promise<void> {
  refreshing = false
  // The response to the user's own request shows the change, and moves the focus.
  const sending = document.querySelector('.htmx-request') !== null
  const busy = isBusy()
  waiting = busy || sending
  say(busy ? LATER : '')
  if (waiting) return
  await htmx.ajax('GET', location.href, {
    target: '#main',
    select: '#main',
    swap: 'outerMorph',
    headers: { 'Live-Refresh': '1' },
  })
}

// If the user began to type, or chose a photo, while the new page was loading, the old one stays.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = (event as CustomEvent<{ ctx?: { swap?: string } }>).detail
  if (!ctx?.swap?.startsWith('outerMorph') || !isBusy()) return
  event.preventDefault()
  waiting = true
  say(LATER)
})

document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    if (target.form && isPost(target.form)) target.form.dataset.touched = ''
  }
})

for (const done of ['focusout', 'close', 'htmx:after:swap', 'htmx:finally:request']) {
  document.addEventListener(done, () => waiting && refreshSoon(), true)
}

document.addEventListener('DOMContentLoaded', follow)
// A hidden page closes its connection, because browsers limit connections to a host.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') return stop()
  if (marker()) refreshSoon()
  follow()
})
addEventListener('pagehide', stop)
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && marker()) refreshSoon()
  follow()
})
