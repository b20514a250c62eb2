// Recovery of somebody else's account: a one-time password link, and the reset of two-step sign-in.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { linkTo } from '../../../../plugins/requests/origin.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { createPasswordLink } from '../../../../services/access/passwords/links.ts'
import { resetFactor } from '../../../../services/access/second-factor/index.ts'
import { getUser } from '../../../../services/access/users/index.ts'
import { submitForm } from '../../forms.ts'
import { userPage } from './edit.ts'

const page = { config: { permission: 'users.write' }, schema: { params: IdParams } } as const

const recovery: FastifyPluginAsyncTypebox = async (app) => {
  // The link is shown in the answer itself: only its hash is stored.
  app.post('/admin/users/:id/password-link', page, async (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => createPasswordLink(change, id)),
      async ({ path, expiresAt }) => {
        const { fullName } = await getUser(app.db, id)
        const url = await linkTo(request, path)
        return reply.header('cache-control', 'no-store').page('access/passwords/link', {
          title: 'Password link',
          ...{ id, fullName, url, expiresAt },
        })
      },
      (refused) => userPage(reply, id, {}, refused),
    )
  })

  app.post('/admin/users/:id/second-factor/reset', page, async (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        await request.change((change) => resetFactor(change, id))
        return getUser(app.db, id)
      },
      ({ fullName }) => {
        reply.flash('success', `${fullName} signs in with the password alone now.`)
        return reply.redirect(`/admin/users/${id}`, 303)
      },
      (refused) => userPage(reply, id, {}, refused),
    )
  })
}

export default recovery
