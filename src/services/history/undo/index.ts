// Undo: records the reversing entry of a status change, a payment or an archive.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { Permission } from '../../../schemas/access/permissions.ts'
import { ACCESS_ENTITIES } from '../../../schemas/events/shapes.ts'
import type { EventType } from '../../../schemas/events/types.ts'
import { expectMay } from '../../access/rights.ts'
import type { Writes } from '../../care/merge/index.ts'
import { finishMoves } from '../../care/merge/move.ts'
import type { Change } from '../../shared/change.ts'
import { storedColumns } from '../../shared/events/chain.ts'
import {
  type EventOf,
  type EventRow,
  eventOf,
  isKnown,
  listEventsOf,
  type ReadEvent,
} from '../../shared/events/read.ts'
import { UNDO_MINUTES, type UndoReason, undoRefusal } from './rules.ts'
import { UNDO_RULES, type UndoRule } from './table.ts'

const BECAUSE: Record<UndoReason, string> = {
  not_undoable: 'Only a status change, a payment, an archiving or a merge can be undone.',
  not_yours: 'Only the person who did this can undo it.',
  too_late: `This was more than ${UNDO_MINUTES} minutes ago. Change it by hand instead.`,
  already_undone: 'This is already undone.',
  overtaken: 'A later change depends on this. Undo that first, or change it by hand.',
}

/** @returns the event of the undo @throws Refusal `not_found`, `forbidden`, `undo_refused` with `reason` */
export async function undo({ first, next }: Writes, eventId: number): Promise<EventRow> {
  const event = await first((change) => undoEvent(change, eventId))
  if (event.type === 'customer.unmerged') await finishMoves(next)
  return event
}

/** Of a merge with many orders, `finishMoves` must follow. */
export async function undoEvent(change: Change, eventId: number): Promise<EventRow> {
  const event = await findEvent(change, eventId)
  if (!event || ACCESS_ENTITIES.includes(event.entity)) throw notFound('event')
  const later = await eventsAfter(change, event)
  const reason = undoRefusal(event, later, change.actor.userId, change.at)
  if (reason || !isKnown(event)) throw refused(reason ?? 'not_undoable')
  await applyUndo(change, event)
  const [undoing] = await listEventsOf(change, event.entity, event.entityId, 1)
  if (!undoing || undoing.id <= eventId) throw new Error(`Undoing ${event.type} left no event`)
  return undoing
}

/** The permission that an undo amounts to: that of a reversal for a payment. `undefined` if there is nothing to undo. */
export async function permissionOfUndo(
  db: Reader,
  eventId: number,
): Promise<Permission | undefined> {
  const event = await findEvent(db, eventId)
  if (!event || !isKnown(event)) return undefined
  const { equals, needs } = UNDO_RULES[event.type]
  return equals ?? needs
}

const refused = (reason: UndoReason) =>
  new Refusal('conflict', 'undo_refused', BECAUSE[reason], { members: { reason } })

async function applyUndo<Type extends EventType>(
  change: Change,
  event: EventOf<Type>,
): Promise<void> {
  const rule: UndoRule<Type> = UNDO_RULES[event.type]
  if (rule.needs) expectMay(change, rule.needs)
  await rule.undo?.(change, event)
}

async function findEvent(db: Reader, id: number): Promise<EventRow | undefined> {
  const row = await db.get<ReadEvent>(
    sql`SELECT ${storedColumns('v')} FROM events v WHERE v.id = ${id}`,
  )
  return row && eventOf(row)
}

async function eventsAfter(db: Reader, { id, entity, entityId }: EventRow): Promise<EventRow[]> {
  const rows = await db.all<ReadEvent>(sql`
    SELECT ${storedColumns('v')}
    FROM events v
    WHERE v.entity = ${entity} AND v.entity_id = ${entityId} AND v.id > ${id}
    ORDER BY v.id`)
  return rows.map(eventOf)
}
