// Tells a screen reader what changed, and puts the focus where the eye must go.
import { onContent } from './dom.ts'

let spoken = ''

export function announce(text: string): void {
  const live = document.getElementById('live')
  if (live) live.textContent = text
}

document.addEventListener('htmx:after:swap', () => {
  const texts = [...document.querySelectorAll('[data-announce]')].map((said) => said.textContent)
  const text = texts.join('. ').trim()
  if (text && text !== spoken) announce(text)
  spoken = text
})

// Each element takes the focus once: a later swap elsewhere on the page must not take it away again.
const focused = new WeakSet<Element>()

onContent((root) => {
  for (const element of root.querySelectorAll<HTMLElement>('[data-focus]')) {
    if (!focused.has(element)) element.focus()
    focused.add(element)
  }
})
