// /api/orders/{id}/payments
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { IdParams, ref } from '../../schemas/common.ts'
import { PaymentInput, PaymentJson } from '../../schemas/payments.ts'
import { answers } from '../../schemas/problems.ts'
import { SIGNED_IN, STAFF } from '../../schemas/roles.ts'
import { getOrder } from '../../services/orders.ts'
import { recordPayment } from '../../services/payments.ts'
import { paymentJson } from './order-json.ts'
import { ownerOf, readingOf } from './reading.ts'

const tags = ['Payments']

const orderPayments: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/orders/:id/payments', {
    config: { roles: SIGNED_IN },
    schema: {
      tags,
      summary: "List an order's payments, in the order they were recorded",
      operationId: 'listOrderPayments',
      params: IdParams,
      response: answers({ 200: Type.Object({ data: Type.Array(ref(PaymentJson)) }) }, [404]),
    },
    handler: async (request) => {
      const { payments } = await getOrder(app.db, request.params.id, ownerOf(request))
      const { currency } = await readingOf(request)
      return { data: payments.map((payment) => paymentJson(payment, currency)) }
    },
  })

  app.post('/api/orders/:id/payments', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'Record a deposit, a payment or a refund',
      description:
        '`paymentStatus` of the order follows: `partial`, `paid`, or `refunded` when all was given back. More than the balance is 409 `exceeds_balance`, a refund of more than was paid 409 `exceeds_paid`, money for a cancelled order 409 `order_cancelled`.',
      operationId: 'createOrderPayment',
      params: IdParams,
      body: ref(PaymentInput),
      response: answers({ 201: ref(PaymentJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const payment = await request.once((change) => recordPayment(change, params.id, body))
      const { currency } = await readingOf(request)
      return reply.code(201).send(paymentJson(payment, currency))
    },
  })
}

export default orderPayments
