// Undo rules: within ten minutes, by the author, as long as no later event depends on it.
import { type EventRow, isKnown, type KnownEvent } from '../../shared/events/read.ts'
import { UNDO_RULES } from './table.ts'

export const UNDO_MINUTES = 10

export type UndoReason = 'not_undoable' | 'not_yours' | 'too_late' | 'already_undone' | 'overtaken'

const canBeUndone = (event: EventRow): event is KnownEvent =>
  isKnown(event) && UNDO_RULES[event.type].undo !== null

/** An event of an unknown type may depend on anything. */
const overtakes = (event: EventRow) => !isKnown(event) || UNDO_RULES[event.type].overtakes

/**
 * Null if it can be undone.
 * @param later the later events of the same entity, in any order
 * @param now RFC 3339 in UTC
 */
export function undoRefusal(
  event: EventRow,
  later: readonly EventRow[],
  actorId: number | null,
  now: string,
): UndoReason | null {
  if (!canBeUndone(event) || undoneBy(event) !== undefined) return 'not_undoable'
  if (event.actorId === null || event.actorId !== actorId) return 'not_yours'
  const undone = new Set(later.map(undoneBy))
  if (undone.has(event.id)) return 'already_undone'
  if (Date.parse(now) - Date.parse(event.at) > UNDO_MINUTES * 60_000) return 'too_late'
  // An undone event and its undo cancel each other out.
  const standing = later.filter((one) => overtakes(one) && !undone.has(one.id))
  return standing.some((one) => undoneBy(one) === undefined) ? 'overtaken' : null
}

const undoneBy = ({ data }: EventRow): unknown => ('undoes' in data ? data.undoes : undefined)

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
