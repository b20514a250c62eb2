// Server-sent events from the event log (HTML Living Standard, section 9.2).
import type { FastifyInstance } from 'fastify'
import type { Caller } from '../../../services/access/callers.ts'
import {
  type FeedPage,
  findReadEnd,
  newestEventId,
  readFeed,
} from '../../../services/history/feed.ts'

const HEARTBEAT_MS = 15_000
const ROWS_AT_ONCE = 20
/** Limit of buffered characters of one stream, or one event: bounds memory when a thousand clients are slow. */
const MAX_BUFFERED_CHARACTERS = 8_192
/** Clients that are further behind get an event that tells them to reload. */
export const MAX_BACKLOG = 10_000

/**
 * Frames of one stream, pulled by the client: a slow one buffers only a few.
 * Ends with the access token, the session or the API key, or when the reader's rights change; then the client reconnects.
 * @param start id of the last event that the client has
 */
export async function* eventFrames(
  { db, live }: Pick<FastifyInstance, 'db' | 'live'>,
  caller: Caller,
  start: number,
): AsyncGenerator<string> {
  let after = start
  yield 'retry: 1000\n\n'
  while (!live.ended) {
    const { round } = live
    const end = await findReadEnd(db, caller)
    if (end === undefined) return
    const newest = await newestEventId(db)
    // Too far back, or after the newest: ids start again after a backup is restored.
    if (newest - after > MAX_BACKLOG || after > newest) {
      after = newest
      yield `event: reset\nid: ${newest}\ndata: {"cursor":${newest}}\n\n`
    }
    const { text, cursor } = framesOf(await readFeed(db, caller, after, ROWS_AT_ONCE))
    after = cursor
    if (text !== '') yield text
    if (cursor < newest) continue
    const left = end - Date.now()
    const isHeard = await live.news(round, Math.min(HEARTBEAT_MS, left))
    if (!isHeard && left > HEARTBEAT_MS) yield ': still here\n\n'
  }
}

/** Frames up to the buffer limit, at least one; the rest is read again later. */
function framesOf({ events, cursor }: FeedPage): { text: string; cursor: number } {
  let text = ''
  let last = 0
  for (const event of events) {
    const next = frame(event)
    if (text !== '' && text.length + next.length > MAX_BUFFERED_CHARACTERS)
      return { text, cursor: last }
    text += next
    last = event.id
  }
  return { text, cursor }
}

const frame = (event: FeedPage['events'][number]) =>
  `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`
