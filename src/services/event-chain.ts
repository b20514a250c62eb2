// The hash chain of the event log: each event is hashed together with the hash of the one before it, so that nobody
// changes the past without it being seen (docs/adr/0006).
import { hash } from 'node:crypto'
import type { Database, Reader, Transaction } from '../db/database.ts'
import { SETTLED_EVENT_ID } from '../db/differences.ts'
import { ConstraintError } from '../db/errors.ts'
import { sql } from '../db/sql.ts'

/** An event as its row holds it. */
export interface StoredEvent {
  id: number
  type: string
  entity: string
  entityId: number
  actorId: number | null
  actor: string
  requestId: string | null
  at: string
  /** JSON text, as it was written. */
  data: string
}

/** The columns of a StoredEvent; the table alias of events is `v`. */
export const STORED = sql`
  v.id, v.type, v.entity, v.entity_id AS "entityId", v.actor_user_id AS "actorId",
  v.actor_name AS "actor", v.request_id AS "requestId", v.at, v.data`

/** The hash of an event and of the one before it, as columns; the alias of events is `v`, of its chain row `c`. */
export const HASHES = sql`
  c.hash, (SELECT p.hash FROM event_chain p WHERE p.event_id < v.id
           ORDER BY p.event_id DESC LIMIT 1) AS "previousHash"`

/**
 * SHA-256 in hex of the UTF-8 bytes of the JSON array
 * `[previousHash,id,type,entity,entityId,actorId,actor,requestId,at,data]`, written without spaces. `data` stands in it
 * as it was stored, and the first event has `null` for a previous hash. Everything that is hashed is in the API's
 * JSON of an event, so that others can check it with any SHA-256.
 */
export function hashOf(previous: string | null, event: StoredEvent): string {
  const { id, type, entity, entityId, actorId, actor, requestId, at, data } = event
  const head = JSON.stringify([
    ...[previous, id, type, entity, entityId],
    ...[actorId, actor, requestId, at],
  ])
  return hash('sha256', `${head.slice(0, -1)},${data}]`, 'hex')
}

/**
 * Hashes the event that this transaction has just appended. Where many write at once nobody knows yet what comes
 * before this event: there `completeChain` does it after the commit.
 * @param previous the hash of the event before it; null where that has none, or ids have a gap. Then the log is read.
 */
export async function chainEvent(
  tx: Transaction,
  event: StoredEvent,
  previous: string | null,
): Promise<void> {
  if (tx.concurrent) return
  if (previous !== null) await store(tx, event.id, hashOf(previous, event))
  else await extendChain(tx, tx, await settledEventId(tx), 100)
}

const store = (tx: Transaction, id: number, hash: string) =>
  tx.run(sql`INSERT INTO event_chain (event_id, hash) VALUES (${id}, ${hash})`)

/** Hashes the oldest events that have no hash yet, of those up to an id. */
async function extendChain(db: Reader, tx: Transaction, upTo: number, most: number): Promise<void> {
  const events = await db.all<StoredEvent & { previous: string | null }>(sql`
    SELECT ${STORED},
           (SELECT c.hash FROM event_chain c ORDER BY c.event_id DESC LIMIT 1) AS previous
    FROM events v
    WHERE v.id > (SELECT coalesce(max(c.event_id), 0) FROM event_chain c) AND v.id <= ${upTo}
    ORDER BY v.id
    LIMIT ${most}`)
  let previous = events[0]?.previous ?? null
  const stored = events.map((event) => {
    previous = hashOf(previous, event)
    return store(tx, event.id, previous)
  })
  await Promise.all(stored)
}

async function settledEventId(db: Reader): Promise<number> {
  const row = await db.get<{ id: number }>(sql`SELECT ${SETTLED_EVENT_ID} AS id`)
  return row?.id ?? 0
}

const AT_ONCE = 2_000

/**
 * Hashes everything that is committed and has no hash yet: in a database from before the chain, after many events were
 * inserted as rows, and after each change where many write at once. Several processes may do it at the same time:
 * all begin with the same event, and only one of them can give it its hash.
 */
export async function completeChain(db: Database): Promise<void> {
  for (;;) {
    const upTo = await settledEventId(db)
    if (await isComplete(db, upTo)) return
    const extend = (tx: Transaction) => extendChain(readerBeside(db, tx), tx, upTo, AT_ONCE)
    await db.write(extend, { alone: true }).catch(doneByOther)
  }
}

/** Where many write at once, reading beside the transaction makes nobody's change depend on it. */
const readerBeside = (db: Database, tx: Transaction): Reader => (tx.concurrent ? db : tx)

function doneByOther(error: unknown): void {
  if (!(error instanceof ConstraintError && error.kind === 'unique')) throw error
}

async function isComplete(db: Reader, upTo: number): Promise<boolean> {
  const unhashed = await db.get(sql`
    SELECT v.id
    FROM events v
    WHERE v.id > (SELECT coalesce(max(c.event_id), 0) FROM event_chain c) AND v.id <= ${upTo}
    LIMIT 1`)
  return unhashed === undefined
}
