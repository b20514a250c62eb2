// Dialogs: a link to #id opens the dialog as a modal. Without this script :target shows it.
import { onClick } from '../dom.ts'

onClick('[data-dialog]', (opener, event) => {
  const dialog = document.getElementById(opener.dataset.dialog ?? '')
  if (!(dialog instanceof HTMLDialogElement)) return
  event.preventDefault()
  dialog.showModal()
})

onClick('dialog [data-close]', (element, event) => {
  event.preventDefault()
  element.closest('dialog')?.close()
})

// A tap on the backdrop: only there is the dialog itself the target.
onClick('dialog', (dialog, event) => {
  if (event.target !== dialog || !(dialog instanceof HTMLDialogElement)) return
  const box = dialog.getBoundingClientRect()
  const { clientX: x, clientY: y } = event as MouseEvent
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) dialog.close()
})
