// Access of one user account: disable, enable, set a new password, delete.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Password } from '../../../../schemas/access/users.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import {
  getUser,
  hashedChanges,
  removeUser,
  updateUser,
} from '../../../../services/access/users/index.ts'
import { viewerOf } from '../../../../services/access/viewers.ts'
import { formOf, submitForm } from '../../forms.ts'
import { passwordOf } from '../sign-in.ts'
import { userPage } from './edit.ts'

const page = { config: { permission: 'users.write' } as const, schema: { params: IdParams } }
const NewPassword = Type.Object({ password: Password }, { additionalProperties: false })

const userAccess: FastifyPluginAsyncTypebox = async (app) => {
  for (const [verb, isActive, outcome] of [
    ['disable', false, 'is switched off and signed out everywhere.'],
    ['enable', true, 'can sign in again.'],
  ] as const) {
    app.post(`/admin/users/:id/${verb}`, page, async (request, reply) => {
      const { id } = request.params
      return submitForm(
        reply,
        () => request.change((change) => updateUser(change, id, { isActive })),
        ({ fullName }) => {
          reply.flash('success', `${fullName} ${outcome}`)
          return reply.redirect(`/admin/users/${id}`, 303)
        },
        (refused) => userPage(reply, id, {}, refused),
      )
    })
  }

  app.post('/admin/users/:id/password', page, async (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const patch = checked(NewPassword, { password: passwordOf(formOf(request)) })
        const changes = await hashedChanges(app.db, id, patch)
        const keepSessionId = viewerOf(request).sessionId
        return request.change((change) => updateUser(change, id, changes, { keepSessionId }))
      },
      ({ fullName }) => {
        reply.flash('success', `${fullName} has a new password and is signed out everywhere.`)
        return reply.redirect(`/admin/users/${id}`, 303)
      },
      (refused) => userPage(reply, id, {}, refused),
    )
  })

  app.post('/admin/users/:id/delete', page, async (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const { fullName } = await getUser(app.db, id)
        await request.change((change) => removeUser(change, id))
        return fullName
      },
      (fullName) => {
        reply.flash('success', `${fullName} can no longer sign in.`)
        return reply.redirect('/admin/users', 303)
      },
      (refused) => userPage(reply, id, {}, refused),
    )
  })
}

export default userAccess
