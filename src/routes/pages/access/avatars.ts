// Picture of an account: uploaded and removed on the profile page, and on the user's page by staff with the right.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams } from '../../../schemas/common.ts'
import { removeAvatar, setAvatar } from '../../../services/access/users/avatar.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { type Refused, submitForm } from '../forms.ts'
import { profilePage } from './profile.ts'
import { userPage } from './users/edit.ts'

const own = { config: { permission: 'account' } } as const
const others = {
  config: { permission: 'users.write' },
  schema: { params: IdParams },
} as const

interface Shown {
  id: number
  url: string
  again: (refused: Refused) => Promise<FastifyReply>
}

const avatars: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/profile/avatar', own, (request, reply) => upload(request, reply, ownOf(reply)))
  app.post('/profile/avatar/delete', own, (request, reply) => remove(request, reply, ownOf(reply)))
  app.post('/admin/users/:id/avatar', others, (request, reply) =>
    upload(request, reply, accountOf(reply, request.params.id)),
  )
  app.post('/admin/users/:id/avatar/delete', others, (request, reply) =>
    remove(request, reply, accountOf(reply, request.params.id)),
  )
}

const ownOf = (reply: FastifyReply): Shown => ({
  id: viewerOf(reply.request).id,
  url: '/profile',
  again: (refused) => profilePage(reply, {}, refused),
})

const accountOf = (reply: FastifyReply, id: number): Shown => ({
  id,
  url: `/admin/users/${id}`,
  again: (refused) => userPage(reply, id, {}, refused),
})

const upload = (request: FastifyRequest, reply: FastifyReply, { id, url, again }: Shown) =>
  submitForm(
    reply,
    async () => {
      const { avatar } = await request.avatar()
      return request.change((change) => setAvatar(change, id, avatar))
    },
    () => reply.flash('success', 'Picture saved.').redirect(`${url}#avatar`, 303),
    again,
  )

const remove = (request: FastifyRequest, reply: FastifyReply, { id, url, again }: Shown) =>
  submitForm(
    reply,
    () => request.change((change) => removeAvatar(change, id)),
    () => reply.flash('success', 'Picture removed.').redirect(`${url}#avatar`, 303),
    again,
  )

export default avatars
