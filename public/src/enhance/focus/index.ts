// Focus and scroll position after an action: the change or error is visible, the focus is where work continues.
// Templates declare only `data-items` on a list, and `data-then` for the focus after success.

import { isPost, onClick } from '../dom.ts'
import { announce } from '../messages/announce.ts'
import { findLanding, findNewError } from './landing.ts'
import { keepScroll, moveFocus } from './move.ts'
import { byId, elementInView, type Origin, originOf } from './origin.ts'
import { loadOrigin, saveOrigin } from './redirects.ts'

interface Context {
  sourceElement?: Element
  swap?: string
  origin?: Origin | undefined
  hadFocus?: boolean
}

interface Swap extends Event {
  detail: { ctx?: Context } | null
}

/** Of the last action: after "Undo" in its message, focus returns there. */
let last: Origin | undefined

document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = (event as Swap).detail ?? {}
  if (!ctx) return
  const source = isLive(ctx) ? (focused() ?? elementInView()) : ctx.sourceElement
  ctx.hadFocus = focused() !== null
  ctx.origin = source && originFor(source)
})

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = (event as Swap).detail ?? {}
  if (ctx && isLive(ctx)) return afterLive(ctx)
  if (!ctx?.swap?.includes('show:') && ctx?.origin) keepScroll(ctx.origin)
  land(ctx?.origin, true, isElsewhere(ctx?.origin))
})

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (!event.defaultPrevented && isPost(form)) {
    saveOrigin(originFor(event.submitter ?? form))
  }
})

// The same page with other parameters keeps its position: the next week, without a filter. The next part of a list
// starts at its top.
onClick('#main a[href]:not([data-hx-get])', (link, event) => {
  const { pathname, search } = link as HTMLAnchorElement
  const { ctrlKey, metaKey } = event as MouseEvent
  if (pathname !== location.pathname || search === location.search || ctrlKey || metaKey) return
  const origin = originFor(link)
  saveOrigin(link.closest('.pager') ? { ...origin, anchor: null, scrollY: 0 } : origin)
})

document.addEventListener('DOMContentLoaded', () => {
  const origin = loadOrigin()
  if (origin) {
    // Otherwise the browser scrolls to the fragment of the address.
    history.replaceState(history.state, '', location.pathname + location.search)
    scrollTo({ top: origin.scrollY, behavior: 'instant' })
    keepScroll(origin)
  }
  land(origin, origin !== undefined)
})

// Dismissing a focused message returns the focus.
onClick('.toast [data-dismiss]', () => {
  const target = last && findLanding(last)
  if (target && !focused()) moveFocus(target)
})

const isLive = ({ swap }: Context) => swap?.startsWith('outerMorph') ?? false

const focused = (): Element | null =>
  document.activeElement?.matches('body, #main') ? null : document.activeElement

const originFor = (element: Element): Origin =>
  (element.closest('.toasts') && last && { ...last, scrollY }) || originOf(element)

function land(origin: Origin | undefined, isAnswer: boolean, isTypingElsewhere = false): void {
  last = origin ?? last
  const error = findNewError(isAnswer)
  const target = error ?? (origin && !focused() ? findLanding(origin) : undefined)
  if (!target || isTypingElsewhere) return
  moveFocus(target)
  const described = error?.matches('[aria-invalid]') && byId(`${error.id}-error`)
  if (described) announce(described.textContent?.trim() ?? '')
}

/** True if the user has moved on to another field. */
function isElsewhere(origin: Origin | undefined): boolean {
  const field = focused()
  if (!origin || !field?.matches('input, textarea, select')) return false
  return !origin.parts.some((part) => byId(part)?.contains(field))
}

/** Live updates move neither page nor focus; if the focused element is gone, its neighbour gets the focus. */
function afterLive({ origin, hadFocus }: Context): void {
  findNewError(true)
  if (!origin) return
  keepScroll(origin)
  if (hadFocus && !focused()) findLanding(origin)?.focus({ preventScroll: true })
}
