// Roles and permissions: /api/roles, /api/permissions.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { PERMISSION_GROUPS, PermissionJson } from '../../../schemas/access/permissions.ts'
import { RoleInput, RoleJson, RolePatch } from '../../../schemas/access/roles.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import {
  createRole,
  getRole,
  limitTexts,
  listRoles,
  type Role,
  removeRole,
  updateRole,
} from '../../../services/access/roles/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ifMatch, withETag } from '../respond.ts'

const tags = ['Access']
const reading = { permission: 'users.read' } as const
const writing = { permission: 'roles.write' } as const

const roles: FastifyPluginAsyncTypebox = async (app) => {
  const jsonOf = async (role: Role): Promise<RoleJson> => {
    const { currency } = await findSettings(app.db)
    return {
      ...role,
      permissions: [...role.permissions],
      limits: limitTexts(role.limits, currency),
    }
  }

  app.get('/api/permissions', {
    config: { permission: 'account' },
    schema: {
      tags,
      summary: 'List the permissions that roles can have',
      operationId: 'listPermissions',
      response: answers({
        200: Type.Object({
          data: Type.Array(
            Type.Object({
              name: ref(PermissionJson),
              group: Type.String({ examples: ['Orders'] }),
              description: Type.String({ examples: ['See orders, with prices and photos'] }),
            }),
          ),
        }),
      }),
    },
    handler: async () => ({ data: PERMISSION_LIST }),
  })

  app.get('/api/roles', {
    config: reading,
    schema: {
      tags,
      summary: 'List all roles',
      operationId: 'listRoles',
      response: answers({ 200: Type.Object({ data: Type.Array(ref(RoleJson)) }) }),
    },
    handler: async () => ({ data: await Promise.all((await listRoles(app.db)).map(jsonOf)) }),
  })

  app.post('/api/roles', {
    config: writing,
    schema: {
      tags,
      summary: 'Add a role',
      description:
        'Its tier is `staff`. What a permission is of no use without is added: `orders.write` brings `orders.read`. Nobody can give permissions or limits beyond their own: 403 `more_rights`.',
      operationId: 'createRole',
      body: ref(RoleInput),
      response: answers({ 201: ref(RoleJson) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const role = await request.once((change) => createRole(change, request.body))
      const location = `/api/roles/${role.id}`
      return withETag(reply.code(201).header('location', location), await jsonOf(role))
    },
  })

  app.get('/api/roles/:id', {
    config: reading,
    schema: {
      tags,
      summary: 'Get a role',
      operationId: 'getRole',
      params: IdParams,
      response: answers({ 200: ref(RoleJson) }, [404]),
    },
    handler: async ({ params }, reply) =>
      withETag(reply, await jsonOf(await getRole(app.db, params.id))),
  })

  app.put('/api/roles/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Change a role',
      description:
        'Counts for the very next request of every account that has it. Owner and Customer stay as they are: 409 `role_fixed`.',
      operationId: 'updateRole',
      params: IdParams,
      body: ref(RolePatch),
      response: answers({ 200: ref(RoleJson) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const role = await request.change((change) => updateRole(change, params.id, body, version))
      return withETag(reply, await jsonOf(role))
    },
  })

  app.delete('/api/roles/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Delete a role',
      description: 'One that accounts have is 409 `role_in_use`, one of every shop `role_fixed`.',
      operationId: 'deleteRole',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeRole(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })
}

const PERMISSION_LIST = PERMISSION_GROUPS.flatMap(({ title, permissions }) =>
  Object.entries(permissions).map(([name, description]) => ({
    name: name as keyof typeof permissions,
    group: title,
    description,
  })),
)

export default roles
