// Mouse wheel over a number field must not change it unnoticed. During the event the field is read-only, so it keeps
// its focus, and the page scrolls.
document.addEventListener(
  'wheel',
  ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'number' || target.readOnly) return
    target.readOnly = true
    setTimeout(() => {
      target.readOnly = false
    })
  },
  { capture: true, passive: true },
)
