// Origin of an action on the page, by ids, because the response replaces the elements.

export interface Origin {
  /** Identifies the page after a redirect. */
  path: string
  /** Ids of the element and its ancestors, innermost first. */
  parts: string[]
  /** Position in a list whose items change (`data-items`). */
  item: { list: string; id: string; index: number } | null
  /** The innermost visible ancestor, and its distance from the top of the window. */
  anchor: { id: string; top: number } | null
  scrollY: number
}

export const byId = (id: string): HTMLElement | null => document.getElementById(id)

/** Folded content has boxes in some browsers. */
export const isShown = (element: Element): boolean =>
  element.getClientRects().length > 0 && !element.closest('details:not([open]) > :not(summary)')

export function originOf(element: Element): Origin {
  const start = openerOf(element) ?? element
  const parts: string[] = []
  for (let part: Element | null = start; part && part.id !== 'main'; part = part.parentElement) {
    if (part.id) parts.push(part.id)
  }
  const anchor = parts.map(byId).find((part) => part && isShown(part))
  return {
    path: location.pathname,
    parts,
    item: itemOf(start),
    anchor: anchor ? { id: anchor.id, top: anchor.getBoundingClientRect().top } : null,
    scrollY,
  }
}

/** A dialog belongs to the button that opened it. */
function openerOf(element: Element): Element | null {
  const dialog = element.closest('dialog')
  return dialog && byId(`${dialog.id}-open`)
}

function itemOf(start: Element): Origin['item'] {
  const list = start.closest('[data-items]')
  const index = [...(list?.children ?? [])].findIndex((item) => item.contains(start))
  const item = list?.children[index]
  return list && item ? { list: list.id, id: item.id, index } : null
}

/** Without focus: the element a third down the window. */
export const elementInView = (): Element =>
  document.elementFromPoint(innerWidth / 2, innerHeight / 3) ?? document.body
