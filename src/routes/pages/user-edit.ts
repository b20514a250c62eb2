// /admin/users/{id}: one account, with what can be done about it.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { IdParams } from '../../schemas/common.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { type User, UserPatch } from '../../schemas/users.ts'
import { checked } from '../../schemas/validation.ts'
import { listCurrentEmployees } from '../../services/employees.ts'
import { getUser, hashedChanges, updateUser } from '../../services/users.ts'
import { ROLE, ROLE_HINT, ROLE_OPTIONS } from '../../views/role-labels.ts'
import { type ByField, type Form, patchOf, type Refused, submitted, valuesOf } from './forms.ts'

const page = { config: { roles: ADMIN }, schema: { params: IdParams } }

const userEdit: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/users/:id', page, ({ params }, reply) => userPage(reply, params.id))

  app.post('/admin/users/:id', page, async (request, reply) => {
    const form = request.body as Form
    const { id } = request.params
    return submitted(
      reply,
      async () => {
        const patch = checked(UserPatch, patchOf(form, ['phoneNumber', 'address', 'employeeId']))
        const changes = await hashedChanges(app.db, id, patch)
        const version = Number(form.version) || undefined
        return request.change((change) => updateUser(change, id, changes, { version }))
      },
      ({ fullName }) => {
        reply.flash('success', `${fullName} is saved.`)
        return reply.redirect(`/admin/users/${id}`, 303)
      },
      (refused) => userPage(reply, id, form, refused),
    )
  })
}

/** The form of an account with what was typed and what was refused. */
export async function userPage(
  reply: FastifyReply,
  id: number,
  { password, ...form }: Form = {},
  refused?: Refused,
): Promise<FastifyReply> {
  const { db } = reply.server
  const user = await getUser(db, id)
  const values = valuesOf(form)
  const isStale = refused?.refusal.kind === 'stale'
  return reply.page('users/edit', {
    title: user.fullName,
    user,
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    conflict: isStale ? overtaken(values, user) : null,
    version: isStale || !values.version ? user.version : values.version,
    employees: await listCurrentEmployees(db),
    roles: ROLE_OPTIONS,
    roleHint: ROLE_HINT,
    badge: ROLE[user.role],
    isSelf: user.id === reply.request.viewer?.id,
  })
}

const LABELS = {
  fullName: 'Name',
  email: 'E-mail',
  role: 'Role',
  phoneNumber: 'Phone number',
} as const

/** What was typed beside what somebody else has saved in the meantime; the form holds what was typed. */
function overtaken(values: ByField, user: User) {
  const word = (value: string) => (value in ROLE ? ROLE[value as User['role']].label : value)
  const differences = Object.entries(LABELS).map(([field, label]) => ({
    label,
    yours: word(values[field] ?? ''),
    saved: word(user[field as keyof typeof LABELS] ?? ''),
    holds: 'yours',
  }))
  return {
    by: null,
    at: user.updatedAt,
    archived: false,
    differences: differences.filter(({ yours, saved }) => yours !== saved),
  }
}

export default userEdit
