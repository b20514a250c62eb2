// Redacts events about an erased customer: texts about the person go, what happened and amounts stay.
import { list, type Sql, sql } from '../../../db/sql.ts'
import { likePattern } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { hashOf, type StoredEvent, storedColumns } from '../../shared/events/chain.ts'
import { ERASED, ERASED_NAME, type Erased, partsOf } from './scope.ts'
import { scrubber } from './texts.ts'

const PERSONAL = new Set([
  ...['name', 'fullName', 'firstName', 'lastName', 'phoneNumber', 'email', 'address', 'avatar'],
  ...['shippingAddress', 'notes', 'internalNotes', 'externalReference', 'metadata', 'reason'],
])

/** Words about a garment, which may name whom it is for. All other texts are values of lists, amounts and times. */
const ABOUT_ITEMS = new Set(['itemName', 'description'])

type Scrub = (text: string) => string
const asItIs: Scrub = (text) => text
const erase: Scrub = () => ERASED

/** The text of an event's data without texts about the person. */
const redacted = (data: string, scrub: Scrub): string =>
  JSON.stringify(redact(JSON.parse(data), asItIs, scrub))

function redact(value: unknown, treat: Scrub, scrub: Scrub): unknown {
  if (typeof value === 'string') return treat(value)
  if (Array.isArray(value)) return value.map((one) => redact(one, treat, scrub))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactField(name, inner, treat, scrub)]),
  )
}

function redactField(name: string, value: unknown, treat: Scrub, scrub: Scrub): unknown {
  if (PERSONAL.has(name) && name !== 'metadata') return redact(value, erase, scrub)
  if (name !== 'metadata') return redact(value, ABOUT_ITEMS.has(name) ? scrub : treat, scrub)
  const { before, after } = Object(value)
  const empty = (one: unknown) => (one === null ? null : {})
  return { before: empty(before), after: empty(after) }
}

/**
 * The hash chain keeps the hashes of what stood there before, so the event `customer.erased` has one of each redacted
 * event: what stands there now cannot be changed unseen either.
 */
export async function redactEvents(change: Change, erased: Erased) {
  const scrub = scrubber(erased.texts, ERASED)
  const isOwn = new Set(erased.accounts)
  const hashes = new Map<number, string>()
  for (const condition of conditionsOf(erased)) {
    const events = await change.all<StoredEvent>(sql`
      SELECT ${storedColumns('v')} FROM events v WHERE ${condition}`)
    for (const event of events) {
      const actor = event.actorId !== null && isOwn.has(event.actorId) ? ERASED_NAME : event.actor
      const after = { ...event, actor, data: redacted(event.data, scrub) }
      if (after.actor === event.actor && after.data === event.data) continue
      await change.run(sql`
        UPDATE events SET actor_name = ${actor}, data = ${after.data} WHERE id = ${event.id}`)
      hashes.set(event.id, hashOf(null, after))
    }
  }
  return [...hashes].map(([id, hash]) => ({ id, hash })).sort((a, b) => a.id - b.id)
}

/** Events about them, by them, and those about others that tell of them. */
function* conditionsOf({ records, orders, accounts, texts }: Erased): Generator<Sql> {
  const about = (entity: string, ids: readonly number[]) =>
    sql`v.entity = ${entity} AND v.entity_id IN (${list(ids)})`
  for (const ids of partsOf(records)) yield about('customer', ids)
  for (const ids of partsOf(orders)) yield about('order', ids)
  for (const ids of partsOf(accounts)) {
    yield about('user', ids)
    yield sql`v.actor_user_id IN (${list(ids)})`
  }
  // A merge that was undone: the other record took their fields for a while.
  for (const id of records) {
    yield sql`
      v.entity = 'customer' AND v.type = 'customer.merged'
        AND CAST(v.data AS text) LIKE ${`{"from":${id},%`}`
  }
  // Accounts that are deleted by now.
  for (const text of texts) {
    yield sql`
      v.entity = 'user' AND v.type IN ('user.created', 'user.updated', 'user.deleted')
        AND CAST(v.data AS text) LIKE ${likePattern(JSON.stringify(text).slice(1, -1))} ESCAPE '\\'`
  }
}
