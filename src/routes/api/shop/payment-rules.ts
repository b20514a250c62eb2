// Payment rules of the shop (methods, deposit, when to require payment): /api/payment-rules.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { PaymentRules, PaymentRulesInput } from '../../../schemas/shop/payment-rules.ts'
import {
  findPaymentRules,
  paymentRulesJson,
  updatePaymentRules,
} from '../../../services/shop/payment-rules.ts'
import { ifMatch, withETag } from '../respond.ts'

const tags = ['Payments']

const paymentRules: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/payment-rules', {
    config: { permission: 'settings.read' },
    schema: {
      tags,
      summary: 'How the shop is paid, and what must be paid first',
      operationId: 'getPaymentRules',
      response: answers({ 200: ref(PaymentRules) }),
    },
    handler: async (_request, reply) =>
      withETag(reply, paymentRulesJson(await findPaymentRules(app.db))),
  })

  app.put('/api/payment-rules', {
    config: { permission: 'settings.write' },
    schema: {
      tags,
      summary: 'Change how the shop is paid, and what must be paid first',
      description:
        'All of the rules at once. They hold at once, for orders that are there already too: `requiredDeposit` and `missingDeposit` follow.',
      operationId: 'updatePaymentRules',
      body: ref(PaymentRulesInput),
      response: answers({ 200: ref(PaymentRules) }, [412, 422]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      return withETag(
        reply,
        await request.change((change) => updatePaymentRules(change, request.body, version)),
      )
    },
  })
}

export default paymentRules
