// Copies a field's value. By `execCommand`, because the clipboard API needs https.

import { onClick } from '../dom.ts'
import { announce } from '../messages/announce.ts'

onClick('[data-copy]', (button) => {
  const field = document.getElementById(button.dataset.copy ?? '')
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  field.select()
  if (document.execCommand('copy')) announce('Copied')
  button.lastElementChild?.replaceChildren('Copied')
})
