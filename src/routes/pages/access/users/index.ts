// User list page: /admin/users.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { readTogether } from '../../../../lib/errors/input-problems.ts'
import { TIERS } from '../../../../schemas/access/tiers.ts'
import { UserInput, UserQuery } from '../../../../schemas/access/users.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { listRoles } from '../../../../services/access/roles/index.ts'
import { createUser, withPasswordHash } from '../../../../services/access/users/index.ts'
import { countUsers, listUsers } from '../../../../services/access/users/list.ts'
import { resolveNames } from '../../../../services/access/users/names.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { TIER_NAMES } from '../../../../views/helpers/labels/role.ts'
import { addRoutes } from '../../../shared/add-routes.ts'
import { contentWithoutPassword } from '../../../shared/sign-in-context.ts'
import { pageBeyond } from '../../beyond-last.ts'
import { exportUrl } from '../../exports/link.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { pageQuery, urlOf } from '../../queries.ts'
import { passwordOf } from '../sign-in.ts'
import userAccess from './access.ts'
import { badgeOf, nameErrors, userChoices } from './choices.ts'
import userEdit from './edit.ts'
import recovery from './recovery.ts'
import sessions from './sessions.ts'

const PATH = '/admin/users'
const reading = { permission: 'users.read' } as const
const writing = { permission: 'users.write' } as const

const users: FastifyPluginAsyncTypebox = async (app) => {
  await addRoutes(app, [userEdit, userAccess, recovery, sessions])

  app.get(PATH, { config: reading }, async (request, reply) => {
    const query = pageQuery(UserQuery, request.query)
    const list = await listUsers(app.db, query)
    const { rows, nextCursor } = list
    const { cursor: _, ...others } = query
    const { locale } = await findSettings(app.db)
    const roles = await listRoles(app.db)
    const context = {
      title: 'Users',
      users: rows.map((user) => ({ ...user, badge: badgeOf(roles, user) })),
      total: await countUsers(app.db, query),
      beyond: await pageBeyond(
        query,
        list,
        (page) => listUsers(app.db, { ...others, page }),
        (page) => urlOf(PATH, others, { page }),
      ),
      search: query.search ?? '',
      role: query.role ?? '',
      active: query.active === undefined ? '' : String(query.active),
      tabs: tabsOf(query),
      pager: {
        first: query.cursor ? urlOf(PATH, filterOf(query)) : null,
        csv: can(viewerOf(request), 'users.export')
          ? exportUrl('/api/users/export/csv', filterOf(query), locale)
          : null,
        next: nextCursor ? urlOf(PATH, filterOf(query), { cursor: nextCursor }) : null,
      },
    }
    return reply.page('access/users/index', context, 'access/users/_table')
  })

  app.get(`${PATH}/new`, { config: writing }, (_request, reply) => newPage(reply, {}))

  app.post(PATH, { config: writing }, async (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const typed = { ...inputOf(form), password: passwordOf(form) }
        const input = readTogether(
          () => checked(UserInput, typed),
          [() => resolveNames(valuesOf(form))],
        )
        const user = await withPasswordHash(app.db, input)
        return request.once((change) => createUser(change, user), contentWithoutPassword(form))
      },
      ({ fullName }) => {
        reply.flash('success', `${fullName} can sign in now.`)
        return reply.redirect(PATH, 303)
      },
      (refused) => newPage(reply, form, refused),
    )
  })
}

const filterOf = ({ search, role, active }: UserQuery) => ({ search, role, active })

const tabsOf = ({ search, role, active }: UserQuery) =>
  [undefined, ...TIERS].map((one) => ({
    label: one ? TIER_NAMES[one] : 'All',
    href: urlOf(PATH, { search, role: one, active }),
    current: one === role,
  }))

async function newPage(reply: FastifyReply, { password, ...form }: Form, refused?: Refused) {
  return reply.page('access/users/new', {
    title: 'New user',
    values: valuesOf(form),
    errors: refused ? nameErrors(refused.errors) : null,
    problem: refused?.message ?? null,
    idempotencyKey: valuesOf(form).idempotencyKey ?? randomUUID(),
    ...(await userChoices(reply, null)),
  })
}

export default users
