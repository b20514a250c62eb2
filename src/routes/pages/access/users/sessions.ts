// Signed-in devices of all accounts: /admin/users/sessions.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { SessionListQuery } from '../../../../schemas/access/sessions.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { isGrantable } from '../../../../services/access/roles/granting.ts'
import { listRoles } from '../../../../services/access/roles/index.ts'
import {
  countAllSessions,
  endSessionOfAnybody,
  listAllSessions,
} from '../../../../services/access/sessions/all.ts'
import { deviceName } from '../../../../services/access/sessions/user-agents.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import type { Activity } from '../../../../services/history/activity.ts'
import { lastActionsOf } from '../../../../services/history/last-actions.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { formatsFor } from '../../../../views/helpers/formats.ts'
import { roleLabel } from '../../../../views/helpers/labels/role.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { type Refused, submitForm } from '../../forms.ts'
import { thingOf } from '../../history/activity/thing.ts'
import { sentenceOf } from '../../history/words/index.ts'
import { pageQuery, urlOf } from '../../queries.ts'

const PATH = '/admin/users/sessions'
const config = { permission: 'users.write' } as const

const sessions: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (request, reply) => sessionsPage(reply, request.query))

  const one = { config, schema: { params: IdParams } }
  app.post(`${PATH}/:id/sign-out`, one, (request, reply) =>
    submitForm(
      reply,
      () => request.change((change) => endSessionOfAnybody(change, request.params.id)),
      ({ fullName }) => {
        reply.flash('success', `A device of ${fullName} is signed out.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => sessionsPage(reply, {}, refused),
    ),
  )
}

async function sessionsPage(reply: FastifyReply, raw: unknown, refused?: Refused) {
  const { db } = reply.server
  const query = pageQuery(SessionListQuery, raw)
  const list = await listAllSessions(db, query)
  const { rows, nextCursor } = list
  const context = {
    title: 'Signed-in devices',
    devices: await devicesOf(reply, rows),
    total: await countAllSessions(db),
    problem: refused?.message ?? null,
    isLive: can(viewerOf(reply.request), 'orders.read'),
    beyond: await pageBeyond(
      query,
      list,
      (page) => listAllSessions(db, { page }),
      (page) => urlOf(PATH, {}, { page }),
    ),
    pager: {
      first: query.cursor ? PATH : null,
      next: nextCursor ? urlOf(PATH, {}, { cursor: nextCursor }) : null,
    },
  }
  return reply.page('access/users/sessions', context)
}

async function devicesOf(
  reply: FastifyReply,
  rows: Awaited<ReturnType<typeof listAllSessions>>['rows'],
) {
  const { db } = reply.server
  const viewer = viewerOf(reply.request)
  const roles = await listRoles(db)
  const actions = await lastActionsOf(db, can(viewer, 'history.read') ? rows : [])
  const fmt = formatsFor(await findSettings(db))
  const wordsOf = (action: Activity) => {
    const { verb, rest } = sentenceOf(action, fmt)
    return [verb, thingOf(action, viewer).name, rest].filter(Boolean).join(' ').replace(' :', ':')
  }
  return rows.map(({ userAgent, ...row }) => {
    const role = roles.find(({ id }) => id === row.roleId)
    const action = actions.get(row.userId)
    return {
      ...row,
      name: deviceName(userAgent),
      badge: role ? roleLabel(role) : null,
      isThis: row.id === viewer.sessionId,
      canEnd: row.userId === viewer.id || (role !== undefined && isGrantable(viewer, role)),
      action: action
        ? {
            words: wordsOf(action),
            at: action.at,
            href: `${urlOf('/admin/activity', { actor: row.fullName })}#event-${action.id}`,
          }
        : null,
    }
  })
}

export default sessions
