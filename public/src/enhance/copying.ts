// Copies what stands in a field. The clipboard of the browser is there only over https; this works in every shop.
import { announce } from './announce.ts'
import { onClick } from './dom.ts'

onClick('[data-copy]', (button) => {
  const field = document.getElementById(button.dataset.copy ?? '')
  if (!(field instanceof HTMLInputElement)) return
  field.select()
  if (document.execCommand('copy')) announce('Copied')
  button.lastElementChild?.replaceChildren('Copied')
})
