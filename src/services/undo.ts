// Undo: the reversing entry of a move, a payment or an archive, which puts everything back exactly as it was.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { OrderStatus } from '../schemas/order-status.ts'
import type { Change } from './change.ts'
import { restoreCustomer } from './customers.ts'
import { restoreEmployee } from './employees.ts'
import { STORED } from './event-chain.ts'
import { type EventRow, eventOf, listEventsOf, type ReadEvent } from './events.ts'
import { parseAmount } from './money.ts'
import { restoreOrder } from './order-archive.ts'
import { retainedFacts } from './order-cancellation.ts'
import { storeStatus } from './order-status.ts'
import { getOrder } from './orders.ts'
import { reversePayment } from './payment-reversals.ts'
import { notFound, Refusal } from './refusal.ts'
import { findSettings } from './settings.ts'
import { UNDO_MINUTES, type UndoReason, undoRefusal } from './undo-rules.ts'

const BECAUSE: Record<UndoReason, string> = {
  not_undoable: 'Only a move, a payment or an archiving can be undone.',
  not_yours: 'Only who did this can undo it.',
  too_late: `This was more than ${UNDO_MINUTES} minutes ago. Make the change anew instead.`,
  already_undone: 'This was undone already.',
  overtaken:
    'Something has happened since that builds on this. Undo that first, or make the change anew.',
}

/**
 * Undoes what an event tells, and answers the event of the undoing.
 * @throws Refusal `not_found`, `undo_refused` with `reason`
 */
export async function undoEvent(change: Change, eventId: number): Promise<EventRow> {
  const event = await findEvent(change, eventId)
  if (!event || event.entity === 'user') throw notFound('event')
  const { entity, entityId } = event
  const later = await eventsAfter(change, event)
  const reason = undoRefusal(event, later, change.actor.userId, change.at)
  if (reason) {
    throw new Refusal('conflict', 'undo_refused', BECAUSE[reason], { members: { reason } })
  }
  await UNDO[event.type]?.(change, event)
  const [undoing] = await listEventsOf(change, entity as 'order', entityId, 1)
  if (!undoing || undoing.id <= eventId) throw new Error(`Undoing ${event.type} left no event`)
  return undoing
}

type Undo = (change: Change, event: EventRow) => Promise<unknown>

const UNDO: Record<string, Undo> = {
  'order.status_updated': undoMove,
  'payment.recorded': undoPayment,
  'order.archived': (change, { id, entityId }) => restoreOrder(change, entityId, { undoes: id }),
  'customer.archived': (change, { id, entityId }) =>
    restoreCustomer(change, entityId, { undoes: id }),
  'employee.archived': (change, { id, entityId }) =>
    restoreEmployee(change, entityId, { undoes: id }),
}

/** Back to the exact status before, which the table of moves may not allow, and to what was kept there. */
async function undoMove(change: Change, { id, entityId, data }: EventRow): Promise<void> {
  const { currency } = await findSettings(change)
  const order = await getOrder(change, entityId)
  const moved = data.status as { before: OrderStatus }
  const kept = data.retainedAmount as { before: string } | undefined
  const retained = kept ? parseAmount(kept.before, currency, '') : order.retainedAmount
  const facts = { ...retainedFacts(order.retainedAmount, retained, currency), undoes: id }
  await storeStatus(change, order, { status: moved.before, retained }, facts)
}

/** The row that the event tells of: of that moment, and not yet taken back. */
async function undoPayment(change: Change, { id, entityId, at, data }: EventRow): Promise<void> {
  const { currency } = await findSettings(change)
  const { payments } = await getOrder(change, entityId)
  const amount = parseAmount(String(data.amount), currency, '')
  const payment = payments.findLast(
    (row) =>
      row.receivedAt === at &&
      row.kind === data.kind &&
      row.amount === amount &&
      row.reversedById === null,
  )
  if (!payment) throw new Error(`The payment of event ${id} is not in the ledger`)
  await reversePayment(change, entityId, payment.id, 'Undone', { undoes: id })
}

async function findEvent(db: Reader, id: number): Promise<EventRow | undefined> {
  const row = await db.get<ReadEvent>(sql`SELECT ${STORED} FROM events v WHERE v.id = ${id}`)
  return row && eventOf(row)
}

/** What happened to the same thing since. */
async function eventsAfter(db: Reader, { id, entity, entityId }: EventRow): Promise<EventRow[]> {
  const rows = await db.all<ReadEvent>(sql`
    SELECT ${STORED}
    FROM events v
    WHERE v.entity = ${entity} AND v.entity_id = ${entityId} AND v.id > ${id}
    ORDER BY v.id`)
  return rows.map(eventOf)
}
