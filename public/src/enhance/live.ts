// Shows within a second what others change, and never while somebody is typing or has a dialog open.
import htmx from 'htmx.org'
import { announce } from './announce.ts'

const TOGETHER_MS = 250
const PATIENCE_MS = 4000
const LOST = 'Not connected. What you see may be old.'
const LATER = 'Something changed here. It shows when you are done.'

let source: EventSource | undefined
let refreshing = false
let losing: number | undefined
/** Something changed while the person was busy. */
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

/** A page about one order follows only that one. */
function concerns(event: { entity: string; entityId: number }): boolean {
  const order = marker()?.dataset.order
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
  // The answer to what this person has just sent shows it by itself, and leads the keyboard on.
  const sending = document.querySelector('.htmx-request') !== null
  const busy = isBusy()
  waiting = busy || sending
  say(busy ? LATER : '')
  if (waiting) return
  await htmx.ajax('GET', location.href, { target: '#main', select: '#main', swap: 'outerMorph' })
}

// Whoever began to type, or chose a photo, while the new page was on its way keeps what is there.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = (event as CustomEvent<{ ctx?: { swap?: string } }>).detail
  if (!ctx?.swap?.startsWith('outerMorph') || !isBusy()) return
  event.preventDefault()
  waiting = true
  say(LATER)
})

document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    if (target.form?.method === 'post') target.form.dataset.touched = ''
  }
})

for (const done of ['focusout', 'close', 'htmx:after:swap', 'htmx:finally:request']) {
  document.addEventListener(done, () => waiting && refreshSoon(), true)
}

document.addEventListener('DOMContentLoaded', follow)
// A hidden page holds no connection, so that many tabs of one tablet do not use all a browser has.
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
