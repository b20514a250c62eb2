// Moves the focus without scrolling, unless the focused element would be out of sight.
import { byId, type Origin } from './origin.ts'

export function moveFocus(target: HTMLElement): void {
  if (!target.matches('a[href], button, summary, input, select, textarea')) target.tabIndex = -1
  unfold(target)
  target.focus({ preventScroll: true })
  if (isHidden(target)) target.scrollIntoView({ block: 'nearest' })
}

function unfold(target: Element): void {
  const isSummary = target.matches('summary')
  let fold = (isSummary ? target.parentElement?.parentElement : target)?.closest('details')
  while (fold) {
    fold.open = true
    fold = fold.parentElement?.closest('details')
  }
}

/** Outside the window, or under the bar or a message at its end (WCAG 2.4.11). */
function isHidden(target: Element): boolean {
  const box = target.getBoundingClientRect()
  const over = [...document.querySelectorAll('.bottom-bar, .toast')].map((part) =>
    part.getBoundingClientRect(),
  )
  const tops = over.filter((part) => part.height && part.left < box.right && part.right > box.left)
  const end = Math.min(innerHeight, ...tops.map(({ top }) => top))
  // An element taller than the window cannot be completely visible.
  return box.height > end ? box.top > end || box.bottom < 0 : box.top < 0 || box.bottom > end
}

/** Restores the scroll position relative to the element acted on, if it is still there. */
export function keepScroll({ anchor, item, scrollY }: Origin): void {
  const part = anchor && byId(anchor.id)
  // An item that moved to another list gives no position.
  const isHere = !item || byId(item.list)?.contains(part)
  const box = isHere ? part?.getBoundingClientRect() : undefined
  if (anchor && box?.height) scrollBy({ top: box.top - anchor.top, behavior: 'instant' })
  else scrollTo({ top: scrollY, behavior: 'instant' })
}
