// Status forms of an order's page and of the board.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { isPartial } from '../../../plugins/answers/views.ts'
import { IdParams } from '../../../schemas/common.ts'
import { StatusInput } from '../../../schemas/orders/index.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../../schemas/orders/status.ts'
import { checkedTyped } from '../../../schemas/validation/typed-input.ts'
import { setOrderStatus } from '../../../services/orders/status.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { ORDER_STATUS } from '../../../views/helpers/labels/status.ts'
import { type Form, formOf, inputOf, type Refused, submitForm, valuesOf } from '../forms.ts'
import { latestUndo } from '../history/latest-undo.ts'
import { safeNext } from '../next.ts'
import { answerOrder, type OrderPageState } from './detail.ts'

const SWAP = 'orders/status/status.swap'

const orderStatus: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/status',
    { config: { permission: 'orders.move' }, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const form = formOf(request)
      // A form of the board returns to the board.
      const back = safeNext(form.next)
      return submitForm(
        reply,
        async () => {
          const input = checkedTyped(StatusInput, inputOf(form), await findSettings(app.db))
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

const GATES = ['deposit_required', 'balance_due']

/** Error message on the board, with a link to the order's payments. */
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

/** Page state after a refused move: shows what prevents it beside the button. */
function refusedHere(form: Form, { refusal, errors, message }: Refused): OrderPageState {
  const values = valuesOf(form)
  if (GATES.includes(refusal.code)) {
    const said = { overrideReason: 'Enter the reason for continuing without payment.' }
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

export const moveIn = ({ status }: Form): OrderStatus =>
  ORDER_STATUSES.find((one) => one === status) ?? 'in_progress'

export default orderStatus
