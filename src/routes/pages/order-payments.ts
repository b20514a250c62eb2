// Recording a payment or a refund on the page of an order, and taking back what was a mistake.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../plugins/views.ts'
import { IdParams } from '../../schemas/common.ts'
import { StatusInput } from '../../schemas/orders.ts'
import { PaymentInput, ReversalInput } from '../../schemas/payments.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { setOrderStatus } from '../../services/order-status.ts'
import { reversePayment } from '../../services/payment-reversals.ts'
import { recordPayment } from '../../services/payments.ts'
import { PaymentParams } from '../api/order-payments.ts'
import { amountTyped, type Form, formOf, inputOf, submitted, valuesOf } from './forms.ts'
import { latestUndo } from './latest-undo.ts'
import { answerOrder } from './order-detail.ts'
import { moveIn } from './order-status.ts'

const config = { roles: STAFF }
const SWAP = 'orders/payments.swap'

const orderPayments: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/payments',
    { config, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const form = formOf(request)
      const swap = form.status ? 'orders/status.swap' : SWAP
      return submitted(
        reply,
        () => {
          const input = checked(PaymentInput, paymentIn(form))
          return request.once(async (change) => {
            const payment = await recordPayment(change, id, input)
            // Taken where a move was waiting for it, so the move follows at once.
            const next = form.status && checked(StatusInput, { status: form.status })
            if (next) await setOrderStatus(change, id, next)
            return payment
          })
        },
        async () => {
          const done = form.status
            ? 'The payment is recorded, and on it goes.'
            : 'The payment is recorded.'
          if (isPartial(request)) return answerOrder(reply, id, swap, { done, withPayments: true })
          reply.flash('success', done, { undo: await latestUndo(reply, 'order', id) })
          return reply.redirect(`/admin/orders/${id}`, 303)
        },
        ({ errors, message }) => {
          const name = form.status ? 'gate' : 'payment'
          const at = form.status ? 'status' : 'payments'
          return answerOrder(reply, id, swap, {
            ...(form.status && { move: moveIn(form) }),
            problem: message ? { at, message } : null,
            form: { name, errors, values: valuesOf(form) },
            withPayments: true,
          })
        },
      )
    },
  )

  app.post(
    '/admin/orders/:id/payments/:paymentId/reversal',
    { config, schema: { params: PaymentParams } },
    (request, reply) => {
      const { id, paymentId } = request.params
      const form = formOf(request)
      return submitted(
        reply,
        () => {
          const { reason } = checked(ReversalInput, inputOf(form))
          return request.once((change) => reversePayment(change, id, paymentId, reason))
        },
        () => {
          const done = 'It is taken back. Both rows stay in the book.'
          if (isPartial(request)) return answerOrder(reply, id, SWAP, { done })
          reply.flash('success', done)
          return reply.redirect(`/admin/orders/${id}`, 303)
        },
        ({ errors, message }) =>
          answerOrder(reply, id, SWAP, {
            problem: message ? { at: 'payments', message } : null,
            form: { name: `reversal ${paymentId}`, errors, values: valuesOf(form) },
          }),
      )
    },
  )
}

function paymentIn(form: Form): Record<string, unknown> {
  const { amount, status, ...input } = inputOf(form)
  return amount ? { ...input, amount: amountTyped(String(amount)) } : input
}

export default orderPayments
