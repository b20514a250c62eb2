// Event log of the API, as a list or a stream: /api/events.
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { listQuery, ref } from '../../../schemas/common.ts'
import { eventFilter } from '../../../schemas/events/filter.ts'
import { EventJson } from '../../../schemas/events/json.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { callerOf } from '../../../services/access/callers.ts'
import { newestEventId, readFeed } from '../../../services/history/feed.ts'
import { eventFrames } from './event-frames.ts'

const tags = ['Events']
const config = { permission: 'orders.read', alsoFor: ['customer'] } as const
const After = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The id of the last event that you have',
})

const events: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/events', {
    config,
    schema: {
      tags,
      summary: 'What happened after an event, in commit order',
      description:
        'Start with `after=0`, then pass `cursor` as `after` again and again: nothing is lost, doubled or reordered. While `more` is true the log goes on, also when a filter left `data` empty. Staff does not see events of accounts; a customer sees only their own orders, without notes and names. Each event carries the hash of the one before it, so that nobody can change the past unseen.',
      operationId: 'listEvents',
      querystring: Type.Object(
        {
          after: Type.Optional({ ...After, default: 0 }),
          limit: listQuery.limit,
          ...eventFilter,
        },
        { additionalProperties: false },
      ),
      response: answers({
        200: Type.Object({
          data: Type.Array(ref(EventJson)),
          cursor: Type.Integer({ description: 'Pass it as `after` next time' }),
          more: Type.Boolean({ description: 'The log goes on after `cursor`: ask again at once' }),
        }),
      }),
    },
    handler: async (request) => {
      const { after = 0, limit = 50, ...filter } = request.query
      await app.live.upToDate()
      const { events, cursor } = await readFeed(app.db, callerOf(request), after, limit, filter)
      return { data: events, cursor, more: cursor < (await newestEventId(app.db)) }
    },
  })

  app.get('/api/events/stream', {
    config,
    exposeHeadRoute: false, // HEAD would never end
    schema: {
      tags,
      summary: 'The same, as server-sent events',
      description:
        'Each message has the id of its event and its JSON as data. Reconnecting with `Last-Event-ID` (or `?after=`) goes on where it stopped; without either, only what is new comes. An event named `reset` says that the place is too far back: load afresh, then go on from its id. A comment every 15 seconds keeps the connection open. The stream ends with the access token (`exp`), with the session or the API key, and when the rights of its reader change: ask again with a new token.',
      operationId: 'streamEvents',
      produces: ['text/event-stream'],
      headers: Type.Object({
        'last-event-id': Type.Optional(
          Type.String({ maxLength: 20, description: 'As browsers send it when they reconnect' }),
        ),
      }),
      querystring: Type.Object({ after: Type.Optional(After) }, { additionalProperties: false }),
      response: answers({
        200: {
          description: 'The stream',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      }),
    },
    handler: async (request, reply) => {
      await app.live.upToDate()
      const last = request.headers['last-event-id'] ?? request.query.after
      const start = /^\d{1,15}$/.test(String(last)) ? Number(last) : await newestEventId(app.db)
      const frames = eventFrames(app, callerOf(request), start)
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      // A keep-alive connection would delay shutdown after the stream has ended.
      reply.header('connection', 'close')
      return reply.type('text/event-stream').send(Readable.from(frames, { highWaterMark: 1 }))
    },
  })
}

export default events
