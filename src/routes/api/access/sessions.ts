// Signed-in devices of the API: one's own, and those of everybody for the owner.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { DeviceSession, SessionListQuery, UserSession } from '../../../schemas/access/sessions.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { callerOf, isKey } from '../../../services/access/callers.ts'
import {
  countAllSessions,
  endSessionOf,
  endSessionOfAnybody,
  listAllSessions,
} from '../../../services/access/sessions/all.ts'
import { endSessions, listSessions, type Session } from '../../../services/access/sessions/index.ts'
import { deviceName } from '../../../services/access/sessions/user-agents.ts'
import { can, viewerOf } from '../../../services/access/viewers.ts'
import { lastActionsOf } from '../../../services/history/last-actions.ts'
import type { EventRow } from '../../../services/shared/events/read.ts'
import { listAnswer } from '../respond.ts'

const tags = ['Users']
const OWN = '/api/users/me/sessions'
const own = { permission: 'account' } as const
const all = { permission: 'users.write' } as const

const sessions: FastifyPluginAsyncTypebox = async (app) => {
  app.get(OWN, {
    config: own,
    schema: {
      tags,
      summary: 'List your own signed-in devices',
      operationId: 'listOwnSessions',
      response: answers({ 200: Type.Object({ data: Type.Array(ref(DeviceSession)) }) }),
    },
    handler: async (request) => {
      const { id, sessionId } = viewerOf(request)
      const rows = await listSessions(app.db, id)
      return { data: rows.map((row) => deviceJson(row, sessionId)) }
    },
  })

  app.delete(OWN, {
    config: own,
    schema: {
      tags,
      summary: 'Sign out all your other devices',
      operationId: 'endOtherSessions',
      response: answers({ 204: Nothing }),
    },
    handler: async (request, reply) => {
      const { id, sessionId } = viewerOf(request)
      await request.change((change) => endSessions(change, id, sessionId))
      return reply.code(204).send(null)
    },
  })

  app.delete(`${OWN}/:id`, {
    config: own,
    schema: {
      tags,
      summary: 'Sign out one of your own devices',
      operationId: 'endOwnSession',
      params: IdParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      const { id } = viewerOf(request)
      await request.change((change) => endSessionOf(change, id, request.params.id))
      return reply.code(204).send(null)
    },
  })

  app.get('/api/sessions', {
    config: all,
    schema: {
      tags,
      summary: 'List the signed-in devices of all accounts',
      description: 'Last used first. Refresh tokens and access tokens belong to their device.',
      operationId: 'listSessions',
      querystring: SessionListQuery,
      response: answers({ 200: ListOf(ref(UserSession)) }),
    },
    handler: async (request, reply) => {
      const { query } = request
      const caller = callerOf(request)
      const current = isKey(caller) ? 0 : caller.sessionId
      const page = await listAllSessions(app.db, query)
      const seesHistory = can(caller, 'history.read')
      const events = await lastActionsOf(app.db, seesHistory ? page.rows : [])
      const total = query.total ? await countAllSessions(app.db) : undefined
      const present = (row: (typeof page.rows)[number]) => ({
        ...deviceJson(row, current),
        user: { id: row.userId, fullName: row.fullName, role: row.role },
        lastEvent: eventJson(events.get(row.userId)),
      })
      return listAnswer(reply, page, present, total)
    },
  })

  app.delete('/api/sessions/:id', {
    config: all,
    schema: {
      tags,
      summary: 'Sign out a device of any account',
      description:
        'Ends it at once. Not for somebody with more rights than you: 403 `more_rights`.',
      operationId: 'endSession',
      params: IdParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      await request.change((change) => endSessionOfAnybody(change, request.params.id))
      return reply.code(204).send(null)
    },
  })
}

const deviceJson = ({ id, kind, userAgent, createdAt, lastUsedAt }: Session, current: number) => ({
  ...{ id, kind, device: deviceName(userAgent) },
  isCurrent: id === current,
  createdAt,
  lastUsedAt,
})

const eventJson = (event: EventRow | undefined) =>
  event
    ? {
        ...{ id: event.id, type: event.type },
        entity: event.entity,
        entityId: event.entityId,
        at: event.at,
      }
    : null

export default sessions
