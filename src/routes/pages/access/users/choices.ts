// Choices of the account form: employees, and the roles that the viewer may give.
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import type { User } from '../../../../schemas/access/users.ts'
import { isGrantable } from '../../../../services/access/roles/granting.ts'
import { listRoles, type Role } from '../../../../services/access/roles/index.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { listCurrentEmployees } from '../../../../services/people/employees/index.ts'
import { roleLabel, roleOptions } from '../../../../views/helpers/labels/role.ts'
import type { ByField } from '../../forms.ts'

/** @param user the account that is edited, whose role is always offered */
export async function userChoices({ request, server: { db } }: FastifyReply, user: User | null) {
  const viewer = viewerOf(request)
  const roles = await listRoles(db)
  const offered = roles.filter((role) => role.id === user?.roleId || isGrantable(viewer, role))
  const usual = roles.find(({ given }) => given === 'counter')
  return {
    employees: await listCurrentEmployees(db),
    roles: roleOptions(offered),
    roleId: String(user?.roleId ?? usual?.id ?? ''),
  }
}

/** A missing name is shown at the first of its two fields. */
export function nameErrors({ fullName, ...errors }: ByField): ByField {
  return dictionary(fullName === undefined ? errors : { firstName: fullName, ...errors })
}

export function badgeOf(roles: readonly Role[], { roleId }: User) {
  const role = roles.find(({ id }) => id === roleId)
  if (!role) throw new Error(`The role ${roleId} is missing`)
  return roleLabel(role)
}
