// Redacts events about an erased customer: texts about the person go, what happened and amounts stay.
import { list, sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'
import { hashOf, type StoredEvent, storedColumns } from '../../shared/events/chain.ts'
import { ERASED_NAME, type Erased } from './scope.ts'

const PERSONAL = new Set([
  ...[
    'name',
    'fullName',
    'firstName',
    'lastName',
    'phoneNumber',
    'email',
    'address',
    'shippingAddress',
    'notes',
  ],
  ...['internalNotes', 'externalReference', 'metadata', 'reason'],
])

const ERASED = 'Erased'

/** The text of an event's data without texts about the person. */
export const redacted = (data: string): string => JSON.stringify(redact(JSON.parse(data), false))

function redact(value: unknown, isPersonal: boolean): unknown {
  if (typeof value === 'string') return isPersonal ? ERASED : value
  if (Array.isArray(value)) return value.map((one) => redact(one, isPersonal))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactField(name, inner, isPersonal)]),
  )
}

function redactField(name: string, value: unknown, isPersonal: boolean): unknown {
  if (name !== 'metadata') return redact(value, isPersonal || PERSONAL.has(name))
  const { before, after } = Object(value)
  const empty = (one: unknown) => (one === null ? null : {})
  return { before: empty(before), after: empty(after) }
}

/**
 * The hash chain keeps the hashes of what stood there before, so the event `customer.erased` has one of each redacted
 * event: what stands there now cannot be changed unseen either.
 */
export async function redactEvents(change: Change, { records, orders, accounts }: Erased) {
  const about = (entity: string, ids: readonly number[]) =>
    ids.length > 0 ? sql`OR (v.entity = ${entity} AND v.entity_id IN (${list(ids)}))` : sql``
  const actors = accounts.length > 0 ? sql`OR v.actor_user_id IN (${list(accounts)})` : sql``
  const events = await change.all<StoredEvent>(sql`
    SELECT ${storedColumns('v')}
    FROM events v
    WHERE (v.entity = 'customer' AND v.entity_id IN (${list(records)}))
      ${about('order', orders)} ${about('user', accounts)} ${actors}
    ORDER BY v.id`)
  const hashes: { id: number; hash: string }[] = []
  for (const event of events) {
    const isOwn = event.actorId !== null && accounts.includes(event.actorId)
    const after = {
      ...event,
      actor: isOwn ? ERASED_NAME : event.actor,
      data: redacted(event.data),
    }
    if (after.actor === event.actor && after.data === event.data) continue
    await change.run(sql`
      UPDATE events SET actor_name = ${after.actor}, data = ${after.data} WHERE id = ${event.id}`)
    hashes.push({ id: event.id, hash: hashOf(null, after) })
  }
  return hashes
}
