// Tells a screen reader what changed, and puts the focus where the eye must go.
import { near, onContent } from './dom.ts'

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

// The button that was pressed goes with the old part: the focus goes into the new one, not back to the start.
let target = ''

document.addEventListener('submit', (event) => {
  target = near(event, '[data-hx-target]')?.dataset.hxTarget ?? ''
})

document.addEventListener('htmx:after:swap', () => {
  const part = target && document.activeElement === document.body && document.querySelector(target)
  target = ''
  if (!part) return
  for (const kind of ['.btn-primary', 'summary, button, a']) {
    for (const element of part.querySelectorAll<HTMLElement>(kind)) {
      element.focus()
      // What is folded away cannot take it.
      if (document.activeElement === element) return
    }
  }
})
