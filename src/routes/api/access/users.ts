// Users of the API, with their roles and passwords: /api/users.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ProfilePatch,
  UserInput,
  UserJson,
  UserPatch,
  UserQuery,
} from '../../../schemas/access/users.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { updateProfile } from '../../../services/access/profile.ts'
import {
  createUser,
  getUser,
  hashedChanges,
  removeUser,
  updateUser,
  withPasswordHash,
} from '../../../services/access/users/index.ts'
import { countUsers, listUsers } from '../../../services/access/users/list.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { contentWithoutPassword, signInContext } from '../../shared/sign-in-context.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'

const tags = ['Users']
const reading = { permission: 'users.read' } as const
const writing = { permission: 'users.write' } as const

const users: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/users', {
    config: reading,
    schema: {
      tags,
      summary: 'List accounts',
      operationId: 'listUsers',
      querystring: UserQuery,
      response: answers({ 200: ListOf(ref(UserJson)) }),
    },
    handler: async ({ query }, reply) => {
      const page = await listUsers(app.db, query)
      const total = query.total ? await countUsers(app.db, query) : undefined
      return listAnswer(reply, page, (user) => user, total)
    },
  })

  app.post('/api/users', {
    config: writing,
    schema: {
      tags,
      summary: 'Add an account',
      operationId: 'createUser',
      body: ref(UserInput),
      response: answers({ 201: ref(UserJson) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const input = await withPasswordHash(app.db, request.body)
      const content = contentWithoutPassword(request.body)
      const user = await request.once((change) => createUser(change, input), content)
      return withETag(reply.code(201).header('location', `/api/users/${user.id}`), user)
    },
  })

  app.get('/api/users/me', {
    config: { permission: 'account' },
    schema: {
      tags,
      summary: 'Get your own account',
      operationId: 'getOwnUser',
      response: answers({ 200: ref(UserJson) }),
    },
    handler: async (request, reply) => withETag(reply, await getUser(app.db, viewerOf(request).id)),
  })

  app.put('/api/users/me', {
    config: { permission: 'account' },
    schema: {
      tags,
      summary: 'Change your own account',
      operationId: 'updateOwnUser',
      body: ref(ProfilePatch),
      response: answers({ 200: ref(UserJson) }, [412, 422]),
    },
    handler: async (request, reply) => {
      const context = signInContext(request)
      const version = ifMatch(request)
      return withETag(reply, await updateProfile(context, viewerOf(request), request.body, version))
    },
  })

  app.get('/api/users/:id', {
    config: reading,
    schema: {
      tags,
      summary: 'Get an account',
      operationId: 'getUser',
      params: IdParams,
      response: answers({ 200: ref(UserJson) }, [404]),
    },
    handler: async ({ params }, reply) => withETag(reply, await getUser(app.db, params.id)),
  })

  app.put('/api/users/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Change an account',
      operationId: 'updateUser',
      params: IdParams,
      body: ref(UserPatch),
      response: answers({ 200: ref(UserJson) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const keep = { version: ifMatch(request), keepSessionId: request.viewer?.sessionId }
      const changes = await hashedChanges(app.db, id, request.body)
      return withETag(
        reply,
        await request.change((change) => updateUser(change, id, changes, keep)),
      )
    },
  })

  app.delete('/api/users/:id', {
    config: writing,
    schema: {
      tags,
      summary: 'Delete an account, or switch it off when the order book remembers it',
      operationId: 'deleteUser',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeUser(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })
}

export default users
