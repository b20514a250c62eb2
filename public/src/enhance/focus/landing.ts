// Which element gets the focus after an action.
import { byId, isShown, type Origin } from './origin.ts'

const CONTROLS = 'a[href], button, summary, input:not([type=hidden]), select, textarea'

/** Error indicators: a summary, a field, a message. Only new ones count. */
const ERRORS = ['[data-focus]', '[aria-invalid=true]']
const ALERTS = ['#main [role=alert]', '.toast-error a']

const known = new WeakSet<Element>()

/** @param withAlerts whether messages count, too; not on a page that was only opened */
export function findNewError(withAlerts: boolean): HTMLElement | undefined {
  const found = [...ERRORS, ...ALERTS].flatMap((kind) => [
    ...document.querySelectorAll<HTMLElement>(withAlerts || ERRORS.includes(kind) ? kind : 'none'),
  ])
  const fresh = found.filter((element) => !known.has(element))
  for (const element of fresh) known.add(element)
  return fresh[0]
}

/** After success: the same item of the list or the one now in its place, else what the nearest ancestor names. */
export function findLanding({ item, parts }: Origin): HTMLElement | undefined {
  const neighbour = item && findItem(item)
  if (neighbour) return controlIn(neighbour) ?? neighbour
  for (const part of parts.map(byId)) {
    if (!part || !isShown(part)) continue
    const named = [...part.querySelectorAll<HTMLElement>('[data-then]')].find(isShown)
    return named ?? part
  }
  return undefined
}

function findItem({ list, id, index }: NonNullable<Origin['item']>): HTMLElement | null {
  const items = byId(list)?.children
  // Within its list: a moved card is in another column.
  const same = [...(items ?? [])].find((item) => id && item.id === id)
  if (same) return same as HTMLElement
  return ((items?.[index] ?? items?.[items.length - 1]) as HTMLElement | undefined) ?? null
}

const controlIn = (item: Element): HTMLElement | undefined =>
  [...item.querySelectorAll<HTMLElement>(CONTROLS)].find(isShown)
