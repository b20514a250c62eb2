// Checks the event log: is every event what was hashed, and does each follow the one before it?
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { hashOf, STORED, type StoredEvent } from './event-chain.ts'
import type { Findings } from './integrity-findings.ts'

/** A few milliseconds of work; others have their turn in between. */
const SLICE = 500

/** The place that the chain has reached. */
export interface ChainEnd {
  id: number
  hash: string
}

/** Reads the whole log in slices. @returns its newest event, or null for an empty log */
export async function checkEvents(db: Reader, findings: Findings): Promise<ChainEnd | null> {
  let end: ChainEnd | null = null
  while (true) {
    const events: Hashed[] = await nextEvents(db, end?.id ?? 0)
    for (const event of events) end = checkEvent(event, end, findings)
    findings.checked.events += events.length
    if (events.length < SLICE) return end
    await setImmediate()
  }
}

type Hashed = StoredEvent & { hash: string | null }

const nextEvents = (db: Reader, after: number) =>
  db.all<Hashed>(sql`
    SELECT ${STORED}, c.hash
    FROM events v
    LEFT JOIN event_chain c ON c.event_id = v.id
    WHERE v.id > ${after}
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
