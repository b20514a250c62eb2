// Payment forms of an order's page: record a payment or refund, reverse a mistake.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../../plugins/answers/views.ts'
import { IdParams } from '../../../schemas/common.ts'
import { PaymentInput, PaymentParams, ReversalInput } from '../../../schemas/orders/payments.ts'
import { checkedTyped } from '../../../schemas/validation/typed-input.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { reversePayment } from '../../../services/orders/payments/reversals.ts'
import { recordPaymentAndMove } from '../../../services/orders/payments/with-move.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { usedByPayment } from '../../shared/used-permissions.ts'
import { byField, formOf, inputOf, type Refused, submitForm, valuesOf } from '../forms.ts'
import { latestUndo } from '../history/latest-undo.ts'
import { answerOrder } from './detail.ts'
import { moveIn } from './status.ts'

const recording = { permission: 'payments.record', uses: usedByPayment } as const
const refunding = { permission: 'payments.refund' } as const
const SWAP = 'orders/payments/payments.swap'

const orderPayments: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/payments',
    { config: recording, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const form = formOf(request)
      const swap = form.status ? 'orders/status/status.swap' : SWAP
      return submitForm(
        reply,
        async () => {
          const input = checkedTyped(PaymentInput, inputOf(form), await findSettings(app.db))
          return request.once((change) => recordPaymentAndMove(change, id, input))
        },
        async () => {
          const done = form.status
            ? 'Payment recorded. Order moved on.'
            : form.kind === 'refund'
              ? 'Refund recorded.'
              : 'Payment recorded.'
          if (isPartial(request)) return answerOrder(reply, id, swap, { done, withPayments: true })
          reply.flash('success', done, { undo: await latestUndo(reply, 'order', id) })
          return reply.redirect(
            `/admin/orders/${id}#order-${form.status ? 'status' : 'payments'}`,
            303,
          )
        },
        (refused) => {
          const { errors, message } = besideAmount(refused)
          const name = form.status ? 'gate' : form.kind === 'refund' ? 'refund' : 'payment'
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
    { config: refunding, schema: { params: PaymentParams } },
    (request, reply) => {
      const { id, paymentId } = request.params
      const form = formOf(request)
      return submitForm(
        reply,
        () => {
          const { reason } = checked(ReversalInput, inputOf(form))
          return request.once((change) => reversePayment(change, id, paymentId, reason))
        },
        ({ kind }) => {
          const what = kind === 'refund' ? 'Payment' : 'Refund'
          const done = `${what} reversed. Both entries stay in the ledger.`
          if (isPartial(request)) return answerOrder(reply, id, SWAP, { done })
          reply.flash('success', done)
          return reply.redirect(`/admin/orders/${id}#payment-${paymentId}`, 303)
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

const TOO_MUCH = ['exceeds_balance', 'exceeds_paid', 'exceeds_refund_due']

/** Moves the message about an amount that is too large beside its field. */
function besideAmount({ refusal, errors, message }: Refused): Pick<Refused, 'errors' | 'message'> {
  const isTooMuch = message !== null && TOO_MUCH.includes(refusal.code)
  return isTooMuch
    ? {
        errors: byField([{ pointer: '/amount', code: refusal.code, detail: message }]),
        message: null,
      }
    : { errors, message }
}

export default orderPayments
