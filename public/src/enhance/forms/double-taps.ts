// Double tap guard: the second tap would hit what has replaced the button: the next step, the next card.

/** Milliseconds; the double tap time of Android and Apple, and a little more. */
const TOGETHER_MS = 350
const NEAR_PX = 24

let last: { button: Element; event: MouseEvent } | undefined

document.addEventListener(
  'click',
  (event) => {
    const control = (event.target as Element).closest('a, button, summary, label')
    if (last && control !== last.button && isTogether(last.event, event)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    last = control?.matches('form[method=post] button') ? { button: control, event } : undefined
  },
  true,
)

/** A key press is no tap, and has no position. */
const isTogether = (one: MouseEvent, other: MouseEvent) =>
  other.detail > 0 &&
  other.timeStamp - one.timeStamp < TOGETHER_MS &&
  Math.hypot(other.clientX - one.clientX, other.clientY - one.clientY) < NEAR_PX
