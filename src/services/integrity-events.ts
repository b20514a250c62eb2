// Checks the event log: is every event what was hashed, and does each follow the one before it?
import { setImmediate } from 'node:timers/promises'
import type { Database, Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { completeChain, hashOf, STORED, type StoredEvent } from './event-chain.ts'
import { newestEventId } from './event-feed.ts'
import type { Findings } from './integrity-findings.ts'

/** A few milliseconds of work; others have their turn in between. */
const SLICE = 500

/** The place that the chain has reached. */
export interface ChainEnd {
  id: number
  hash: string
}

/** Reads the whole log in slices. @returns its newest event, or null for an empty log */
export async function checkEvents(db: Database, findings: Findings): Promise<ChainEnd | null> {
  let end: ChainEnd | null = null
  const last = await lastToCheck(db)
  while (true) {
    const events: Hashed[] = await nextEvents(db, end?.id ?? 0, last)
    for (const event of events) end = checkEvent(event, end, findings)
    findings.checked.events += events.length
    if (events.length < SLICE) return end
    await setImmediate()
  }
}

type Hashed = StoredEvent & { hash: string | null }

/** Where many write at once, the newest events get their hash only after their commit: they come next time. */
async function lastToCheck(db: Database): Promise<number> {
  if (!db.concurrent) return Number.MAX_SAFE_INTEGER
  await completeChain(db)
  return newestEventId(db)
}

const nextEvents = (db: Reader, after: number, last: number) =>
  db.all<Hashed>(sql`
    SELECT ${STORED}, c.hash
    FROM events v
    LEFT JOIN event_chain c ON c.event_id = v.id
    WHERE v.id > ${after} AND v.id <= ${last}
    ORDER BY v.id
    LIMIT ${SLICE}`)

/** Goes on from the stored hash, so that one changed event is one problem and not a million. */
function checkEvent(event: Hashed, before: ChainEnd | null, findings: Findings): ChainEnd {
  const expected = hashOf(before?.hash ?? null, event)
  if (event.hash === expected) return { id: event.id, hash: expected }
  const other = before ? ` or event ${before.id} before it` : ''
  const detail =
    event.hash === null
      ? 'This event has no hash: it was not written by Hemline.'
      : `This event${other} was changed, added or taken out after it was written (${event.type}, ${event.at}).`
  findings.add({ table: 'events', id: event.id, detail })
  return { id: event.id, hash: event.hash ?? expected }
}
