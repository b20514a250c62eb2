// Moving an order by the buttons of its page.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../plugins/views.ts'
import { IdParams } from '../../schemas/common.ts'
import { StatusInput } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { setOrderStatus } from '../../services/order-status.ts'
import { ORDER_STATUS } from '../../views/status-labels.ts'
import { formOf, inputOf, submitted } from './forms.ts'
import { safeNext } from './next.ts'
import { answerOrder, refusedAt } from './order-detail.ts'

const orderStatus: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/orders/:id/status',
    { config: { roles: STAFF }, schema: { params: IdParams } },
    (request, reply) => {
      const { id } = request.params
      const swap = 'orders/status.swap'
      // The board moves orders too, and stays where it is.
      const back = safeNext(formOf(request).next)
      return submitted(
        reply,
        () => {
          const input = checked(StatusInput, inputOf(formOf(request)))
          return request.change((change) => setOrderStatus(change, id, input))
        },
        (order) => {
          if (isPartial(request) && !back) return answerOrder(reply, id, swap)
          reply.flash(
            'success',
            `Order ${order.number}: ${ORDER_STATUS[order.status].label.toLowerCase()}.`,
          )
          return reply.redirect(back ?? `/admin/orders/${id}`, 303)
        },
        ({ refusal }) => {
          if (!back) return answerOrder(reply, id, swap, refusedAt('status', refusal.message))
          reply.flash('error', refusal.message)
          return reply.redirect(back, 303)
        },
      )
    },
  )
}

export default orderStatus
