// Pictures of accounts: /api/users/me/avatar and /api/users/{id}/avatar.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { invalid, notFound } from '../../../lib/errors/refusal.ts'
import { UserJson } from '../../../schemas/access/users.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers, Nothing, PLACEHOLDER } from '../../../schemas/problems/details.ts'
import { readAvatar, removeAvatar, setAvatar } from '../../../services/access/users/avatar.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { sendPhoto } from '../../shared/photo-answer.ts'
import { refuseFields } from '../content.ts'
import { withETag } from '../respond.ts'

const tags = ['Users']
const own = { permission: 'account' } as const
const others = { permission: 'users.write' } as const

const UPLOAD =
  'One picture in a multipart/form-data body: JPEG, PNG, WebP or AVIF; with curl `-X PUT -F avatar=@me.jpg`. It is drawn anew as a square of 192 pixels, without metadata. No picture at all is 422 `no_avatar`; what is none is refused as a photo of an order is.'

const VersionQuery = Type.Object(
  {
    v: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{10}$', description: 'As `avatarUrl` has it' }),
    ),
  },
  { additionalProperties: false },
)

const avatars: FastifyPluginAsyncTypebox = async (app) => {
  const upload = async (request: FastifyRequest) => {
    const { avatar, files, fields } = await request.avatar()
    refuseFields(Object.keys(fields))
    if (files > 1) throw TOO_MANY
    return avatar
  }

  app.put('/api/users/me/avatar', {
    config: own,
    schema: {
      tags,
      summary: 'Set your own picture',
      description: UPLOAD,
      operationId: 'putOwnAvatar',
      consumes: ['multipart/form-data'],
      response: answers({ 200: ref(UserJson) }, [413, 415, 422]),
    },
    handler: async (request, reply) => {
      const avatar = await upload(request)
      const { id } = viewerOf(request)
      return withETag(reply, await request.change((change) => setAvatar(change, id, avatar)))
    },
  })

  app.delete('/api/users/me/avatar', {
    config: own,
    schema: {
      tags,
      summary: 'Remove your own picture',
      operationId: 'deleteOwnAvatar',
      response: answers({ 204: Nothing }),
    },
    handler: async (request, reply) => {
      await request.change((change) => removeAvatar(change, viewerOf(request).id))
      return reply.code(204).send(null)
    },
  })

  app.put('/api/users/:id/avatar', {
    config: others,
    schema: {
      tags,
      summary: "Set an account's picture",
      description: UPLOAD,
      operationId: 'putAvatar',
      consumes: ['multipart/form-data'],
      params: IdParams,
      response: answers({ 200: ref(UserJson) }, [404, 413, 415, 422]),
    },
    handler: async (request, reply) => {
      const avatar = await upload(request)
      const { id } = request.params
      return withETag(reply, await request.change((change) => setAvatar(change, id, avatar)))
    },
  })

  app.delete('/api/users/:id/avatar', {
    config: others,
    schema: {
      tags,
      summary: "Remove an account's picture",
      operationId: 'deleteAvatar',
      params: IdParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      await request.change((change) => removeAvatar(change, request.params.id))
      return reply.code(204).send(null)
    },
  })

  app.get('/api/users/:id/avatar', {
    config: own,
    schema: {
      tags,
      summary: "An account's picture",
      description:
        'For staff, and for the person. With the `v` of `avatarUrl` it may be kept for good; with `If-None-Match` and the `ETag` the answer is 304.',
      operationId: 'getAvatar',
      produces: ['image/webp'],
      params: IdParams,
      querystring: VersionQuery,
      response: answers(
        {
          200: {
            description: 'The picture',
            headers: { ETag: { type: 'string', description: 'Changes with the bytes only' } },
            content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } },
          },
          304: Type.Null({ description: 'You have it already' }),
          503: PLACEHOLDER,
        },
        [404],
      ),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const viewer = viewerOf(request)
      if (viewer.role === 'customer' && viewer.id !== id) throw notFound('picture')
      const avatar = await readAvatar(app.db, id)
      const isNamed = avatar.etag.startsWith(`"${request.query.v}`)
      return sendPhoto(reply, avatar, isNamed ? FOR_GOOD : 'private, no-cache')
    },
  })
}

const FOR_GOOD = 'private, max-age=31536000, immutable'

const TOO_MANY = invalid({
  pointer: '/avatar',
  code: 'maxItems',
  detail: 'An account has one picture. Send one file.',
})

export default avatars
