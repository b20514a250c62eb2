// Toasts. Success messages disappear after a while; errors stay until dismissed.

import { copyOf, onClick, onContent } from '../dom.ts'
import { announce } from './announce.ts'

const SHOWN_FOR = 6_000

onClick('[data-dismiss]', (button) => button.closest('.toast, .alert')?.remove())

const timed = new WeakSet<Element>()

onContent((root) => {
  for (const toast of root.querySelectorAll('#toasts > .toast')) {
    if (timed.has(toast)) continue
    timed.add(toast)
    announce(toast.querySelector('span')?.textContent?.trim() ?? '')
    if (toast.classList.contains('toast-success')) leaveLater(toast)
  }
})

/** Not while it is hovered or focused (WCAG 2.2.1). */
function leaveLater(toast: Element): void {
  setTimeout(() => {
    if (toast.matches(':hover, :focus-within')) leaveLater(toast)
    else toast.remove()
  }, SHOWN_FOR)
}

export function showError(message: string): void {
  const toasts = document.getElementById('toasts')
  const template = document.getElementById('toast-error')
  if (!toasts || !(template instanceof HTMLTemplateElement)) return
  const toast = copyOf(template)
  const text = toast.querySelector('span')
  if (text) text.textContent = message
  toasts.replaceChildren(toast)
}
