// Server-sent events out of the event log (HTML Living Standard, section 9.2).
import type { FastifyInstance } from 'fastify'
import {
  type FeedPage,
  findFeedReader,
  newestEventId,
  readFeed,
} from '../../services/event-feed.ts'
import type { EventRow } from '../../services/events.ts'

const HEARTBEAT_MS = 15_000
const ROWS_AT_ONCE = 20
/** A reader that does not read holds so many characters, or one event: a thousand of them must not hold a shop. */
const MOST_AT_ONCE = 8_192
/** Further back than this a reader is told to load afresh. */
export const FARTHEST_BACK = 10_000

/**
 * The frames of one stream. It is pulled: a reader that does not read holds a few frames and costs nothing more.
 * It ends with the session, and sees what the session's user may see at that moment.
 * @param start the id after which to begin
 */
export async function* eventFrames(
  { db, live }: Pick<FastifyInstance, 'db' | 'live'>,
  sessionId: number,
  start: number,
): AsyncGenerator<string> {
  let after = start
  yield 'retry: 1000\n\n'
  while (!live.ended) {
    const { round } = live
    const reader = await findFeedReader(db, sessionId)
    if (!reader) return
    const newest = await newestEventId(db)
    // Too far back, or from another log: after a restored backup the ids begin again.
    if (newest - after > FARTHEST_BACK || after > newest) {
      after = newest
      yield `event: reset\nid: ${newest}\ndata: {"cursor":${newest}}\n\n`
    }
    const { text, cursor } = framesOf(await readFeed(db, reader, after, ROWS_AT_ONCE))
    after = cursor
    if (text !== '') yield text
    if (cursor < newest) continue
    if (!(await live.news(round, HEARTBEAT_MS))) yield ': still here\n\n'
  }
}

/** As many frames as may be held at once, one at least; the others are read again when these are taken. */
function framesOf({ events, cursor }: FeedPage): { text: string; cursor: number } {
  let text = ''
  let last = 0
  for (const event of events) {
    const next = frame(event)
    if (text !== '' && text.length + next.length > MOST_AT_ONCE) return { text, cursor: last }
    text += next
    last = event.id
  }
  return { text, cursor }
}

const frame = (event: EventRow) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`
