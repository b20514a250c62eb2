// The hash chain of the event log: each hash covers the one before it, so later edits are detectable (docs/adr/0006).
import { hash } from 'node:crypto'
import type { Database, Reader, Transaction } from '../../../db/database.ts'
import { ConstraintError } from '../../../db/errors.ts'
import { byAlias, perEngine, rowCount, sql } from '../../../db/sql.ts'

export interface StoredEvent {
  id: number
  type: string
  entity: string
  entityId: number
  actorId: number | null
  actor: string
  requestId: string | null
  at: string
  data: string
}

/** Aliases that statements give to events. */
const EVENT_ALIASES = ['v'] as const
export type EventAlias = (typeof EVENT_ALIASES)[number]

export const eventAlias = byAlias(EVENT_ALIASES, (v) => v)

/** The columns of a StoredEvent. Takes the alias of events. */
export const storedColumns = byAlias(
  EVENT_ALIASES,
  (v) => sql`
  ${v}.id, ${v}.type, ${v}.entity, ${v}.entity_id AS "entityId", ${v}.actor_user_id AS "actorId",
  ${v}.actor_name AS "actor", ${v}.request_id AS "requestId", ${v}.at, ${v}.data`,
)

/**
 * SHA-256 in hex of the UTF-8 bytes of the JSON array
 * `[previousHash,id,type,entity,entityId,actorId,actor,requestId,at,data]`, without spaces. `data` is the stored text;
 * `previousHash` of the first event is `null`. The API exposes every hashed field, so that a client can verify the
 * chain.
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
 * Hashes the event that this transaction has just appended. With concurrent writers the predecessor is not known before
 * the commit: there `completeChain` does it afterwards.
 * @param previous the hash of the event before it; null if it has none or ids have a gap: then the log is read
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

async function extendChain(db: Reader, tx: Transaction, upTo: number, most: number): Promise<void> {
  const events = await db.all<StoredEvent & { previous: string | null }>(sql`
    SELECT ${storedColumns('v')},
           (SELECT c.hash FROM event_chain c ORDER BY c.event_id DESC LIMIT 1) AS previous
    FROM events v
    WHERE v.id > (SELECT coalesce(max(c.event_id), 0) FROM event_chain c) AND v.id <= ${upTo}
    ORDER BY v.id
    LIMIT ${rowCount(most)}`)
  let previous = events[0]?.previous ?? null
  const stored = events.map((event) => {
    previous = hashOf(previous, event)
    return store(tx, event.id, previous)
  })
  await Promise.all(stored)
}

/**
 * The id up to which every event is committed or rolled back. PostgreSQL assigns ids before the commit, so a smaller id
 * may appear after a larger one was read. Read the events in a later statement.
 */
const SETTLED_EVENT_ID = perEngine({
  sqlite: sql`(SELECT coalesce(max(id), 0) FROM events)`,
  postgres: sql`settled_event_id()`,
})

async function settledEventId(db: Reader): Promise<number> {
  const row = await db.get<{ id: number }>(sql`SELECT ${SETTLED_EVENT_ID} AS id`)
  return row?.id ?? 0
}

const AT_ONCE = 2_000

/**
 * Hashes all committed events without a hash: after an upgrade, a bulk insert, and each change with concurrent writers.
 * Several processes may run it at once: all begin with the same event, and only one can insert its hash.
 */
export async function completeChain(db: Database): Promise<void> {
  for (;;) {
    const upTo = await settledEventId(db)
    if (await isComplete(db, upTo)) return
    const extend = (tx: Transaction) => extendChain(readerBeside(db, tx), tx, upTo, AT_ONCE)
    await db.write(extend, { alone: true }).catch(ignoreSetupByOther)
  }
}

/** With concurrent writers, reading outside of the transaction avoids serialization conflicts. */
const readerBeside = (db: Database, tx: Transaction): Reader => (tx.concurrent ? db : tx)

function ignoreSetupByOther(error: unknown): void {
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
