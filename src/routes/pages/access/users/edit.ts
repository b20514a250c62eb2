// Edit page of one user account: /admin/users/{id}.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { type User, UserPatch } from '../../../../schemas/access/users.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { listRoles, type Role } from '../../../../services/access/roles/index.ts'
import { getFactorStatus } from '../../../../services/access/second-factor/index.ts'
import { getUser, hashedChanges, updateUser } from '../../../../services/access/users/index.ts'
import type { Overtaken } from '../../../../views/contexts/people.ts'
import {
  type ByField,
  type Form,
  formOf,
  patchOf,
  type Refused,
  submitForm,
  valuesOf,
} from '../../forms.ts'
import { badgeOf, nameErrors, userChoices } from './choices.ts'

const page = { config: { permission: 'users.write' }, schema: { params: IdParams } } as const

const NULLABLE = ['firstName', 'lastName', 'phoneNumber', 'address', 'employeeId', 'customerId']

const userEdit: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/users/:id', page, ({ params }, reply) => userPage(reply, params.id))

  app.post('/admin/users/:id', page, async (request, reply) => {
    const form = formOf(request)
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const patch = checked(UserPatch, patchOf(form, NULLABLE))
        const changes = await hashedChanges(app.db, id, patch)
        const version = Number(form.version) || undefined
        return request.change((change) => updateUser(change, id, changes, { version }))
      },
      ({ fullName }) => {
        reply.flash('success', `${fullName} saved.`)
        return reply.redirect(`/admin/users/${id}`, 303)
      },
      (refused) => userPage(reply, id, form, refused),
    )
  })
}

export async function userPage(
  reply: FastifyReply,
  id: number,
  { password, ...form }: Form = {},
  refused?: Refused,
): Promise<FastifyReply> {
  const { db } = reply.server
  const user = await getUser(db, id)
  const values = valuesOf(form)
  const roles = await listRoles(db)
  const isStale = refused?.refusal.kind === 'stale'
  return reply.page('access/users/edit', {
    title: user.fullName,
    user,
    values,
    errors: refused ? nameErrors(refused.errors) : null,
    problem: refused?.message ?? null,
    conflict: isStale ? conflictOf(values, user, roles) : null,
    version: isStale || !values.version ? user.version : values.version,
    ...(await userChoices(reply, user)),
    badge: badgeOf(roles, user),
    isSelf: user.id === reply.request.viewer?.id,
    hasSecondFactor: (await getFactorStatus(db, id)).since !== null,
  })
}

const LABELS = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  roleId: 'Role',
  phoneNumber: 'Phone number',
  address: 'Address',
} as const

/** Edit conflict: typed values beside those saved by somebody else. The form holds the typed ones. */
function conflictOf(values: ByField, user: User, roles: readonly Role[]): Overtaken {
  const nameOf = (id: string) => roles.find((role) => String(role.id) === id)?.name ?? id
  const differences = Object.entries(LABELS).map(([field, label]) => ({
    label,
    yours: field === 'roleId' ? nameOf(values.roleId ?? '') : (values[field] ?? ''),
    saved:
      field === 'roleId'
        ? nameOf(String(user.roleId))
        : String(user[field as keyof typeof LABELS] ?? ''),
    holds: 'yours' as const,
  }))
  return {
    by: null,
    at: user.updatedAt,
    archived: false,
    differences: differences.filter(({ yours, saved }) => yours !== saved),
  }
}

export default userEdit
