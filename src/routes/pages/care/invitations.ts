// Invitation of a customer: choose a password, or add the orders to the account that is signed in. /auth/invite/{token}.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { withoutReferrer } from '../../../plugins/guards/security-headers.ts'
import { Registration } from '../../../schemas/access/auth.ts'
import { TokenParams } from '../../../schemas/orders/tracking.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import {
  getInvitation,
  hashedAccount,
  openInvitedAccount,
  useInvitation,
} from '../../../services/care/claims/invitations.ts'
import { passwordOf, signInBrowser, submittedSignIn } from '../access/sign-in.ts'
import { type Form, formOf, type Refused, submitForm, textIn, valuesOf } from '../forms.ts'

const withToken = { schema: { params: TokenParams }, onRequest: withoutReferrer }

const invitations: FastifyPluginAsyncTypebox = async (app) => {
  const open = { config: { permission: 'public' } as const, ...withToken }

  app.get('/auth/invite/:token', open, (request, reply) =>
    invitationPage(reply, request.params.token, {}),
  )

  app.post('/auth/invite/:token', open, async (request, reply) => {
    const { token } = request.params
    const form = formOf(request)
    const known = await getInvitation(app.db, token)
    return submittedSignIn(
      reply,
      async () => {
        const password = passwordOf(form)
        const email = known.email ?? textIn([form.email].flat().at(-1))
        checked(Registration, { email, password })
        const account = await hashedAccount(app.db, token, { email, password })
        await request.change((change) => openInvitedAccount(change, token, account))
        return signInBrowser(request, reply, { email, password })
      },
      (home) => {
        reply.flash('success', 'Welcome! Your orders are in your account.')
        return reply.redirect(home, 303)
      },
      (refused) => invitationPage(reply, token, form, refused),
    )
  })

  app.post(
    '/auth/invite/:token/account',
    { config: { permission: 'account' } as const, ...withToken },
    (request, reply) => {
      const { token } = request.params
      return submitForm(
        reply,
        () => useInvitation((work) => request.change(work), viewerOf(request).id, token),
        () =>
          reply.flash('success', 'Your orders are in your account now.').redirect('/orders', 303),
        (refused) => invitationPage(reply, token, {}, refused),
      )
    },
  )
}

async function invitationPage(
  reply: FastifyReply,
  token: string,
  { password: _, ...form }: Form,
  refused?: Refused,
) {
  const customer = await getInvitation(reply.server.db, token)
  return reply.page('care/claims/invitation', {
    title: 'Your account',
    action: `/auth/invite/${token}`,
    name: customer.name,
    email: customer.email,
    account: reply.request.viewer?.email ?? null,
    isStaff: (reply.request.viewer?.role ?? 'customer') !== 'customer',
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
  })
}

export default invitations
