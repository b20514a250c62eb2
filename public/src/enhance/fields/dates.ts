// Partial years: while one is being typed a date field reports the years 2, 20 and 202, and would filter a list by
// each.
document.addEventListener(
  'change',
  (event) => {
    const field = event.target
    if (!(field instanceof HTMLInputElement) || field.type !== 'date') return
    if (field.validity.rangeUnderflow) event.stopImmediatePropagation()
  },
  true,
)
