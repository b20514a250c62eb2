// Stepper buttons of a quantity field.
import { onClick } from '../dom.ts'

onClick('[data-step]', (button) => {
  const input = button.parentElement?.querySelector('input')
  if (!input) return
  if (Number(button.dataset.step) < 0) input.stepDown()
  else input.stepUp()
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
})
