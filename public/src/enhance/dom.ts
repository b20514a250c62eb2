// Listening once at the document, so that what htmx swaps in works without being set up.

/** The nearest element at or above the target of an event that matches. */
export function near<E extends Element = HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null
}

export function onClick(selector: string, act: (element: HTMLElement, event: Event) => void): void {
  document.addEventListener('click', (event) => {
    const element = near(event, selector)
    if (element) act(element, event)
  })
}

/** Runs on the page as it came and on every part that htmx swaps in. */
export function onContent(act: (root: ParentNode) => void): void {
  document.addEventListener('DOMContentLoaded', () => act(document))
  document.addEventListener('htmx:after:swap', () => act(document))
}
