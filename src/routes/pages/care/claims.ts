// Claiming orders by pages: staff make a code or an invitation, the customer types the code or uses a tracking link.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { qrCodeSvg } from '../../../lib/qr-code.ts'
import { linkTo } from '../../../plugins/requests/origin.ts'
import { TypedCode } from '../../../schemas/care/claims.ts'
import { IdParams } from '../../../schemas/common.ts'
import { TokenParams } from '../../../schemas/orders/tracking.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { claimCustomer } from '../../../services/care/claims/index.ts'
import { createClaimCode, createInvitation } from '../../../services/care/claims/proofs.ts'
import { getCustomer } from '../../../services/people/customers/index.ts'
import { claimSource } from '../../shared/claim-source.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../forms.ts'

const staff = { config: { permission: 'customers.write' } as const, schema: { params: IdParams } }
const own = { permission: 'account' } as const

const claims: FastifyPluginAsyncTypebox = async (app) => {
  // The answer holds the secret, which is stored nowhere: so it is no redirect.
  app.post('/admin/customers/:id/claim-code', staff, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => createClaimCode(change, id)),
      (made) => proofPage(reply, id, { ...made, url: null }),
      ({ refusal }) => backToCustomer(reply, id, refusal.message),
    )
  })

  app.post('/admin/customers/:id/invite', staff, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => createInvitation(change, id)),
      async ({ token, expiresAt }) => {
        const url = await linkTo(request, `/auth/invite/${token}`)
        return proofPage(reply, id, { code: null, url, expiresAt })
      },
      ({ refusal }) => backToCustomer(reply, id, refusal.message),
    )
  })

  app.get('/profile/orders', { config: own }, (_request, reply) => codePage(reply, {}))

  app.post('/profile/orders', { config: own }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      () => {
        const { code } = checked(TypedCode, inputOf(form))
        return claimCustomer((work) => request.change(work), claimSource(request), { code })
      },
      () => toOrders(reply),
      (refused) => codePage(reply, form, refused),
    )
  })

  app.post(
    '/track-order/:token/account',
    { config: own, schema: { params: TokenParams } },
    (request, reply) => {
      const { token: trackingToken } = request.params
      return submitForm(
        reply,
        () =>
          claimCustomer((work) => request.change(work), claimSource(request), { trackingToken }),
        () => toOrders(reply),
        ({ refusal }) => codePage(reply, {}, { message: refusal.message, errors: null }),
      )
    },
  )
}

const backToCustomer = (reply: FastifyReply, id: number, message: string) =>
  reply.flash('error', message).redirect(`/admin/customers/${id}`, 303)

const toOrders = (reply: FastifyReply) =>
  reply.flash('success', 'Your orders are in your account now.').redirect('/orders', 303)

interface Made {
  code: string | null
  url: string | null
  expiresAt: string
}

async function proofPage(reply: FastifyReply, id: number, made: Made) {
  const customer = await getCustomer(reply.server.db, id)
  reply.code(200).header('referrer-policy', 'no-referrer')
  return reply.page('care/claims/proof', {
    title: made.code ? `Code for ${customer.name}` : `Invite ${customer.name}`,
    customer,
    ...made,
    qrCode: made.url && `data:image/svg+xml,${encodeURIComponent(await qrCodeSvg(made.url))}`,
  })
}

const codePage = (
  reply: FastifyReply,
  form: Form,
  refused?: Pick<Refused, 'message'> & { errors: Refused['errors'] | null },
) =>
  reply.page('care/claims/code', {
    title: 'Add my orders',
    values: valuesOf(form),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
  })

export default claims
