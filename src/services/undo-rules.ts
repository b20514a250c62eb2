// What may be undone: for ten minutes, by whoever did it, as long as nothing depends on it.
import type { EventRow } from './events.ts'

export const UNDO_MINUTES = 10

export type UndoReason = 'not_undoable' | 'not_yours' | 'too_late' | 'already_undone' | 'overtaken'

const UNDOABLE = new Set([
  'order.status_updated',
  'payment.recorded',
  'order.archived',
  'customer.archived',
  'employee.archived',
])

/** What happens after these kinds of events builds on how things were then. Photos and links build on nothing. */
const builds = (type: string) =>
  /^payment\./.test(type) || /\.(updated|status_updated|archived|restored)$/.test(type)

/**
 * Why an event cannot be undone; null when it can.
 * @param later what happened to the same thing since, in any order
 * @param actorId who asks
 * @param now RFC 3339 in UTC
 */
export function undoRefusal(
  event: EventRow,
  later: readonly EventRow[],
  actorId: number | null,
  now: string,
): UndoReason | null {
  if (!UNDOABLE.has(event.type) || undoes(event) !== undefined) return 'not_undoable'
  if (event.actorId === null || event.actorId !== actorId) return 'not_yours'
  const undone = new Set(later.map(undoes))
  if (undone.has(event.id)) return 'already_undone'
  if (Date.parse(now) - Date.parse(event.at) > UNDO_MINUTES * 60_000) return 'too_late'
  // What was undone itself, and what undid it, left everything as it was.
  const stands = later.filter(({ id, type }) => builds(type) && !undone.has(id))
  return stands.some((one) => undoes(one) === undefined) ? 'overtaken' : null
}

/** The event that this one undid. */
const undoes = ({ data }: EventRow) => data.undoes as number | undefined

/** The ids of what somebody may undo, out of the events of one thing, newest first. */
export function undoable(
  events: readonly EventRow[],
  actorId: number,
  now = new Date().toISOString(),
): Set<number> {
  const can = events.filter(
    (event, index) => undoRefusal(event, events.slice(0, index), actorId, now) === null,
  )
  return new Set(can.map(({ id }) => id))
}
