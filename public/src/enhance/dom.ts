// Listening once at the document, so that what htmx swaps in works without being set up.

/** The nearest element at or above the target of an event that matches. */
export function near<E extends Element = HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null
}

/**
 * What a template holds. It stands in there as a comment, because a text browser knows no template: it would show
 * the parts, and send their fields.
 */
export const partsOf = ({ content }: HTMLTemplateElement): string =>
  [...content.childNodes].find((node) => node instanceof Comment)?.data ?? ''

/** The same, ready to be put into the page. */
export const copyOf = (template: HTMLTemplateElement): DocumentFragment =>
  document.createRange().createContextualFragment(partsOf(template))

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
