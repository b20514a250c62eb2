// Recording a payment or a refund on the page of an order.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../plugins/views.ts'
import { IdParams } from '../../schemas/common.ts'
import { PaymentInput } from '../../schemas/payments.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { recordPayment } from '../../services/payments.ts'
import { amountTyped, type Form, formOf, inputOf, submitted, valuesOf } from './forms.ts'
import { answerOrder, refusedAt } from './order-detail.ts'

const orderPayments: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/payments',
    { config: { roles: STAFF }, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const form = formOf(request)
      const swap = 'orders/payments.swap'
      return submitted(
        reply,
        () => {
          const input = checked(PaymentInput, paymentOf(form))
          return request.once((change) => recordPayment(change, id, input))
        },
        () => {
          if (isPartial(request)) return answerOrder(reply, id, swap)
          reply.flash('success', 'The payment is recorded.')
          return reply.redirect(`/admin/orders/${id}`, 303)
        },
        ({ errors, message }) =>
          answerOrder(reply, id, swap, {
            ...(message ? refusedAt('payments', message) : { problem: null }),
            errors,
            values: valuesOf(form),
          }),
      )
    },
  )
}

function paymentOf(form: Form): Record<string, unknown> {
  const { amount, ...input } = inputOf(form)
  return amount ? { ...input, amount: amountTyped(String(amount)) } : input
}

export default orderPayments
