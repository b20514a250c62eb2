// Payments, refunds and reversals of an order: /api/orders/{id}/payments.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ListOf, PartQuery, ref } from '../../../schemas/common.ts'
import {
  PaymentInput,
  PaymentJson,
  PaymentParams,
  ReversalInput,
} from '../../../schemas/orders/payments.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { pagePayments } from '../../../services/orders/parts.ts'
import { reversePayment } from '../../../services/orders/payments/reversals.ts'
import { recordPaymentAndMove } from '../../../services/orders/payments/with-move.ts'
import { usedByPayment } from '../../shared/used-permissions.ts'
import { listAnswer } from '../respond.ts'
import { paymentJson } from './json.ts'
import { ownerOf, readingOf } from './reading.ts'

const tags = ['Payments']

const orderPayments: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/orders/:id/payments', {
    config: { permission: 'orders.read', alsoFor: ['customer'] },
    schema: {
      tags,
      summary: "List an order's payments, in the order they were recorded",
      operationId: 'listOrderPayments',
      params: IdParams,
      querystring: PartQuery,
      response: answers({ 200: ListOf(ref(PaymentJson)) }, [404]),
    },
    handler: async (request, reply) => {
      const { params, query } = request
      const { page, total } = await pagePayments(app.db, params.id, query, ownerOf(request))
      const { currency } = await readingOf(request)
      return listAnswer(reply, page, (payment) => paymentJson(payment, currency), total)
    },
  })

  app.post('/api/orders/:id/payments', {
    config: { permission: 'payments.record', uses: usedByPayment },
    schema: {
      tags,
      summary: 'Record a deposit, a payment or a refund',
      description:
        '`paymentStatus` of the order follows: `partial`, `paid`, or `refunded` when all was given back. More than the balance is 409 `exceeds_balance`, a refund of more than was paid 409 `exceeds_paid`, money for a cancelled order 409 `order_cancelled`, a refund of what is kept of one 409 `exceeds_refund_due`. An archived order takes neither: 409 `order_archived`. A `method` that the shop does not offer (`GET /api/payment-rules`) is 422. With a `status` the order moves as well, such as to `completed` when the rest is paid and the garment handed over: a move that is not allowed, or for which money is still missing, is 409 `illegal_transition`, `deposit_required` or `balance_due`, and then the payment is not recorded either.',
      operationId: 'createOrderPayment',
      params: IdParams,
      body: ref(PaymentInput),
      response: answers({ 201: ref(PaymentJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const payment = await request.once((change) => recordPaymentAndMove(change, params.id, body))
      const { currency } = await readingOf(request)
      return reply.code(201).send(paymentJson(payment, currency))
    },
  })

  app.post('/api/orders/:id/payments/:paymentId/reversal', {
    config: { permission: 'payments.refund' },
    schema: {
      tags,
      summary: 'Take back a row of the ledger that was a mistake',
      description:
        'Adds a row that points to the mistake (`reversesId`): of kind `refund` for a deposit or a payment, of kind `payment` for a refund, with the same amount and method, so that the rows always add up to `paidAmount`. For `paymentStatus` the pair does not count: an order whose only payment is reversed is `unpaid`, not `refunded`. A row is reversed once (409 `already_reversed`), a reversal never (409 `reversal_of_reversal`). Money that was given back since cannot be reversed before that refund is (409 `money_used`), nor a refund when there is no longer room for it (409 `exceeds_balance`), nor what is kept of a cancelled order (409 `exceeds_refund_due`).',
      operationId: 'reverseOrderPayment',
      params: PaymentParams,
      body: ref(ReversalInput),
      response: answers({ 201: ref(PaymentJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { id, paymentId } = request.params
      const { reason } = request.body
      const payment = await request.once((change) => reversePayment(change, id, paymentId, reason))
      const { currency } = await readingOf(request)
      return reply.code(201).send(paymentJson(payment, currency))
    },
  })
}

export default orderPayments
