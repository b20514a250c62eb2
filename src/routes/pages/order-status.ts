// Moving an order by the buttons of its page, and of the board.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { isPartial } from '../../plugins/views.ts'
import { IdParams } from '../../schemas/common.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../schemas/order-status.ts'
import { StatusInput } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { setOrderStatus } from '../../services/order-status.ts'
import { ORDER_STATUS } from '../../views/status-labels.ts'
import {
  amountTyped,
  type Form,
  formOf,
  inputOf,
  type Refused,
  submitted,
  valuesOf,
} from './forms.ts'
import { latestUndo } from './latest-undo.ts'
import { safeNext } from './next.ts'
import { answerOrder, type Shown } from './order-detail.ts'

const SWAP = 'orders/status.swap'

const orderStatus: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/status',
    { config: { roles: STAFF }, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const form = formOf(request)
      // The board moves orders too, and stays where it is.
      const back = safeNext(form.next)
      return submitted(
        reply,
        () => {
          const input = checked(StatusInput, statusIn(form))
          return request.change((change) => setOrderStatus(change, id, input))
        },
        async ({ number, status }) => {
          const done = `Order ${number}: ${ORDER_STATUS[status].label.toLowerCase()}.`
          const withPayments = status === 'cancelled' || status === 'pending'
          if (isPartial(request) && !back) {
            return answerOrder(reply, id, SWAP, { done, withPayments })
          }
          reply.flash('success', done, { undo: await latestUndo(reply, 'order', id) })
          return reply.redirect(back ?? `/admin/orders/${id}`, 303)
        },
        (refused) =>
          back
            ? refusedOnBoard(reply, id, back, form, refused)
            : answerOrder(reply, id, SWAP, refusedHere(form, refused)),
      )
    },
  )
}

function statusIn(form: Form): Record<string, unknown> {
  const { retainedAmount, ...input } = inputOf(form)
  return retainedAmount ? { ...input, retainedAmount: amountTyped(String(retainedAmount)) } : input
}

const GATES = ['deposit_required', 'balance_due']

/** The board says what is missing, and leads to where it is paid. */
function refusedOnBoard(
  reply: FastifyReply,
  id: number,
  back: string,
  form: Form,
  { refusal }: Refused,
): FastifyReply {
  const href = `/admin/orders/${id}?move=${moveIn(form)}`
  const link = GATES.includes(refusal.code) ? { href, label: 'Take payment' } : null
  reply.flash('error', refusal.message, { link })
  return reply.redirect(back, 303)
}

/** What stands against the move is shown where it was asked for, with what can be done. */
function refusedHere(form: Form, { refusal, errors, message }: Refused): Shown {
  const values = valuesOf(form)
  if (GATES.includes(refusal.code)) {
    const said = { overrideReason: 'Say why it may pass without the money.' }
    const unsaid = 'overrideReason' in form
    const refused = { name: 'override', errors: said, values } as const
    return { move: moveIn(form), form: unsaid ? refused : null }
  }
  const problem = message ? { at: 'status' as const, message } : null
  if (!('retainedAmount' in form)) {
    return { problem: problem ?? { at: 'status', message: Object.values(errors).join(' ') } }
  }
  return { problem, form: { name: 'cancel', errors, values } }
}

/** Where the form wanted to move the order. */
export const moveIn = ({ status }: Form): OrderStatus =>
  ORDER_STATUSES.find((one) => one === status) ?? 'in_progress'

export default orderStatus
