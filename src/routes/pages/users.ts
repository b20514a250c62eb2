// /admin/users: who may sign in, and as what.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { ADMIN, ROLES } from '../../schemas/roles.ts'
import { UserInput, UserQuery } from '../../schemas/users.ts'
import { checked } from '../../schemas/validation.ts'
import { listCurrentEmployees } from '../../services/employees.ts'
import { countUsers, listUsers } from '../../services/user-list.ts'
import { createUser, hashedUser } from '../../services/users.ts'
import { ROLE, ROLE_HINT, ROLE_OPTIONS } from '../../views/role-labels.ts'
import { contentWithoutPassword } from '../sign-in-context.ts'
import { type Form, inputOf, type Refused, submitted, valuesOf } from './forms.ts'
import { pageQuery, urlOf } from './queries.ts'
import { passwordOf } from './sign-in.ts'
import userAccess from './user-access.ts'
import userEdit from './user-edit.ts'

const PATH = '/admin/users'
const config = { roles: ADMIN }

const users: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(userEdit)
  await app.register(userAccess)

  app.get(PATH, { config }, async (request, reply) => {
    const query = pageQuery(UserQuery, request.query)
    const { rows, nextCursor } = await listUsers(app.db, query)
    const context = {
      title: 'Users',
      users: rows.map((user) => ({ ...user, badge: ROLE[user.role] })),
      total: await countUsers(app.db, query),
      search: query.search ?? '',
      role: query.role ?? '',
      tabs: tabsOf(query),
      pager: {
        first: query.cursor ? urlOf(PATH, filterOf(query)) : null,
        next: nextCursor ? urlOf(PATH, filterOf(query), { cursor: nextCursor }) : null,
      },
    }
    return reply.page('users/index', context, 'users/_table')
  })

  app.get(`${PATH}/new`, { config }, (_request, reply) => newPage(reply, {}))

  app.post(PATH, { config }, async (request, reply) => {
    const form = request.body as Form
    return submitted(
      reply,
      async () => {
        const input = checked(UserInput, { ...inputOf(form), password: passwordOf(form) })
        const user = await hashedUser(input)
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

const tabsOf = ({ search, role }: UserQuery) =>
  [undefined, ...ROLES].map((one) => ({
    label: one ? ROLE[one].plural : 'All',
    href: urlOf(PATH, { search, role: one }),
    current: one === role,
  }))

async function newPage(reply: FastifyReply, { password, ...form }: Form, refused?: Refused) {
  return reply.page('users/new', {
    title: 'New user',
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    idempotencyKey: valuesOf(form).idempotencyKey ?? randomUUID(),
    employees: await listCurrentEmployees(reply.server.db),
    roles: ROLE_OPTIONS,
    roleHint: ROLE_HINT,
  })
}

export default users
