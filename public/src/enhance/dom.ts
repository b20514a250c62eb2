// DOM helpers: delegated listeners on the document, so that swapped content needs no set-up.

/** The nearest matching element at or above the event's target. */
export function near<E extends Element = HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null
}

/** By attribute: a field named `method` would shadow the property. */
export const isPost = (form: Element | null): boolean => form?.getAttribute('method') === 'post'

/**
 * The content of a template. It is inside a comment, because a text browser without templates would show it, and submit
 * its fields.
 */
export const partsOf = ({ content }: HTMLTemplateElement): string =>
  [...content.childNodes].find((node) => node instanceof Comment)?.data ?? ''

/** The same, as nodes. */
export const copyOf = (template: HTMLTemplateElement): DocumentFragment =>
  document.createRange().createContextualFragment(partsOf(template))

export function onClick(selector: string, act: (element: HTMLElement, event: Event) => void): void {
  document.addEventListener('click', (event) => {
    const element = near(event, selector)
    if (element) act(element, event)
  })
}

/** Runs on the page and on every part that htmx swaps in. */
export function onContent(act: (root: ParentNode) => void): void {
  document.addEventListener('DOMContentLoaded', () => act(document))
  document.addEventListener('htmx:after:swap', () => act(document))
}
