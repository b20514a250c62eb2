// Undo, in the message right after an action and on the timeline of an order.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../plugins/views.ts'
import { STAFF } from '../../schemas/roles.ts'
import { UndoInput } from '../../schemas/undos.ts'
import { checked } from '../../schemas/validation.ts'
import { undoEvent } from '../../services/undo.ts'
import { formOf, inputOf, submitted } from './forms.ts'
import { safeNext } from './next.ts'
import { answerOrder, refusedAt } from './order-detail.ts'

const undos: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/admin/undos', { config: { roles: STAFF } }, (request, reply) => {
    const form = formOf(request)
    const back = safeNext(form.next) ?? '/admin'
    /** The order whose page asked, when it asked for its parts alone. */
    const order = isPartial(request) ? Number(/^\/admin\/orders\/(\d+)$/.exec(back)?.[1]) : 0
    const swap = 'orders/status.swap'
    return submitted(
      reply,
      () => {
        const { eventId } = checked(UndoInput, inputOf(form))
        return request.once((change) => undoEvent(change, eventId))
      },
      () => {
        if (order) return answerOrder(reply, order, swap, { done: 'Undone.', withPayments: true })
        return reply.flash('success', 'Undone.').redirect(back, 303)
      },
      ({ refusal: { message } }) => {
        if (order) return answerOrder(reply, order, swap, refusedAt('status', message))
        return reply.flash('error', message).redirect(back, 303)
      },
    )
  })
}

export default undos
