// Codes and invitations of the API, and the claim of a customer's record by an account.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { linkTo } from '../../../plugins/requests/origin.ts'
import { UserJson } from '../../../schemas/access/users.ts'
import { ClaimCodeJson, ClaimInput, InvitationJson } from '../../../schemas/care/claims.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { getUser } from '../../../services/access/users/index.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { claimCustomer } from '../../../services/care/claims/index.ts'
import { createClaimCode, createInvitation } from '../../../services/care/claims/proofs.ts'
import { claimSource } from '../../shared/claim-source.ts'
import { withETag } from '../respond.ts'

const tags = ['Customers']
const config = { permission: 'customers.write' } as const

const claims: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/customers/:id/claim-code', {
    config,
    schema: {
      tags,
      summary: 'Make a code with which the customer adds their orders to their account',
      description:
        'The customer types it in their profile, or sends it to `POST /api/users/me/customer`. Good for seven days and once; it is stored as a hash, and a new one ends the one before it.',
      operationId: 'createClaimCode',
      params: IdParams,
      response: answers({ 201: ref(ClaimCodeJson) }, [404, 409]),
    },
    // Not under an idempotency key: the answer would be stored with the code in it.
    handler: async (request, reply) => {
      const { id } = request.params
      return reply.code(201).send(await request.change((change) => createClaimCode(change, id)))
    },
  })

  app.post('/api/customers/:id/invite', {
    config,
    schema: {
      tags,
      summary: 'Make a link with which the customer opens an account',
      description:
        'Whoever opens it chooses a password, and has an account with all orders of the customer. Good for seven days and once; a new one ends the one before it.',
      operationId: 'inviteCustomer',
      params: IdParams,
      response: answers({ 201: ref(InvitationJson) }, [404, 409]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const { token, expiresAt } = await request.change((change) => createInvitation(change, id))
      const url = await linkTo(request, `/auth/invite/${token}`)
      return reply.code(201).send({ url, expiresAt })
    },
  })

  app.post('/api/users/me/customer', {
    config: { permission: 'account' },
    schema: {
      tags: ['Users'],
      summary: 'Add the orders that the shop has of you to your account',
      description:
        'With a code from the counter; or with the tracking link of one of the orders, if the account has the phone number and the e-mail of its customer. The answer is the account, with its `customerId`. A wrong code is 422, and after five of them 429 for 15 minutes.',
      operationId: 'claimCustomer',
      body: ref(ClaimInput),
      response: answers({ 200: ref(UserJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      await claimCustomer((work) => request.change(work), claimSource(request), request.body)
      return withETag(reply, await getUser(app.db, viewerOf(request).id))
    },
  })
}

export default claims
