// Verifies the hash chain of the event log.
import { setImmediate } from 'node:timers/promises'
import type { Database, Reader } from '../../db/database.ts'
import { rowCount, sql } from '../../db/sql.ts'
import type { EventData } from '../../schemas/events/types.ts'
import { newestEventId } from '../history/feed.ts'
import { completeChain, hashOf, type StoredEvent, storedColumns } from '../shared/events/chain.ts'
import type { Findings } from './findings.ts'

/** A few milliseconds per batch; other requests are served in between. */
const BATCH_SIZE = 500

export interface ChainEnd {
  id: number
  hash: string
}

/** Reads the whole log in batches. @returns its newest event, or null for an empty log */
export async function checkEvents(db: Database, findings: Findings): Promise<ChainEnd | null> {
  let end: ChainEnd | null = null
  const last = await lastToCheck(db)
  const redacted = await redactedHashes(db)
  while (true) {
    const events: Hashed[] = await nextEvents(db, end?.id ?? 0, last)
    for (const event of events) end = checkEvent(event, end, redacted, findings)
    findings.checked.events += events.length
    if (events.length < BATCH_SIZE) return end
    await setImmediate()
  }
}

type Hashed = StoredEvent & { hash: string | null }

/** With concurrent writers, the newest events are hashed after their commit: the next check covers them. */
async function lastToCheck(db: Database): Promise<number> {
  if (!db.concurrent) return Number.MAX_SAFE_INTEGER
  await completeChain(db)
  return newestEventId(db)
}

const nextEvents = (db: Reader, after: number, last: number) =>
  db.all<Hashed>(sql`
    SELECT ${storedColumns('v')}, c.hash
    FROM events v
    LEFT JOIN event_chain c ON c.event_id = v.id
    WHERE v.id > ${after} AND v.id <= ${last}
    ORDER BY v.id
    LIMIT ${rowCount(BATCH_SIZE)}`)

/** By event id: hashes of what is left of events about erased customers. */
async function redactedHashes(db: Reader): Promise<Map<number, string>> {
  const rows = await db.all<{ data: string }>(sql`
    SELECT data FROM events WHERE entity = 'customer' AND type = 'customer.erased' ORDER BY id`)
  const all = rows.flatMap(
    ({ data }) => (JSON.parse(data) as EventData<'customer.erased'>).redacted,
  )
  return new Map(all.map(({ id, hash }) => [id, hash]))
}

/** Continues from the stored hash, so that one changed event is one finding, not a million. */
function checkEvent(
  event: Hashed,
  before: ChainEnd | null,
  redacted: ReadonlyMap<number, string>,
  findings: Findings,
): ChainEnd {
  const expected = hashOf(before?.hash ?? null, event)
  if (event.hash === expected) return { id: event.id, hash: expected }
  if (event.hash !== null && redacted.get(event.id) === hashOf(null, event)) {
    return { id: event.id, hash: event.hash }
  }
  const other = before ? ` or event ${before.id} before it` : ''
  const detail =
    event.hash === null
      ? 'This event has no hash: it was not written by Hemline.'
      : `This event${other} was changed, added or taken out after it was written (${event.type}, ${event.at}).`
  findings.add({ table: 'events', id: event.id, detail })
  return { id: event.id, hash: event.hash ?? expected }
}
