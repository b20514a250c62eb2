// Forgotten passwords: whom to ask, and the page of a one-time link. /auth/forgotten, /auth/password/{token}.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { withoutReferrer } from '../../../../plugins/guards/security-headers.ts'
import { LinkParams, NewPassword } from '../../../../schemas/access/password-links.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { getLinkedAccount, setPasswordByLink } from '../../../../services/access/passwords/links.ts'
import { signInContext } from '../../../shared/sign-in-context.ts'
import { formOf, type Refused, valuesOf } from '../../forms.ts'
import { passwordOf, submittedSignIn } from '../sign-in.ts'

const config = { permission: 'public' } as const
const page = { config, schema: { params: LinkParams }, onRequest: withoutReferrer }

const forgotten: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/auth/forgotten', { config }, (_request, reply) =>
    reply.page('access/passwords/forgotten', { title: 'Forgot your password?' }),
  )

  app.get('/auth/password/:token', page, ({ params }, reply) => linkPage(reply, params.token))

  app.post('/auth/password/:token', page, async (request, reply) => {
    const { token } = request.params
    return submittedSignIn(
      reply,
      () => {
        const { password } = checked(NewPassword, { password: passwordOf(formOf(request)) })
        return setPasswordByLink(signInContext(request), token, password)
      },
      () => {
        reply.signOut().flash('success', 'Your password is changed. Sign in with it now.')
        return reply.redirect('/auth/login', 303)
      },
      (refused) => linkPage(reply, token, refused),
    )
  })
}

async function linkPage(reply: FastifyReply, token: string, refused?: Refused) {
  const { email, fullName } = await getLinkedAccount(reply.server.db, token)
  return reply.header('cache-control', 'no-store').page('access/passwords/new', {
    title: 'Choose a new password',
    account: { email, fullName },
    action: `/auth/password/${token}`,
    values: valuesOf({}),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
  })
}

export default forgotten
