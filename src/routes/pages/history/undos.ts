// Undo form, in the message after an action and on an order's timeline.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isPartial } from '../../../plugins/answers/views.ts'
import { UndoInput } from '../../../schemas/history/undos.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { undo } from '../../../services/history/undo/index.ts'
import { usedByUndo } from '../../shared/used-permissions.ts'
import { writesOf } from '../../shared/writes.ts'
import { formOf, inputOf, submitForm } from '../forms.ts'
import { safeNext } from '../next.ts'
import { answerOrder } from '../orders/detail.ts'

const undos: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/admin/undos',
    { config: { permission: 'account', uses: usedByUndo } },
    (request, reply) => {
      const form = formOf(request)
      const back = safeNext(form.next) ?? '/admin'
      /** Id of the order whose page sent the htmx request, else 0. */
      const order = isPartial(request) ? Number(/^\/admin\/orders\/(\d+)$/.exec(back)?.[1]) : 0
      const swap = 'orders/status/status.swap'
      return submitForm(
        reply,
        () => {
          const { eventId } = checked(UndoInput, inputOf(form))
          return undo(writesOf(request), eventId)
        },
        () => {
          if (order) return answerOrder(reply, order, swap, { done: 'Undone.', withPayments: true })
          return reply.flash('success', 'Undone.').redirect(back, 303)
        },
        ({ refusal: { message } }) => {
          if (order) return answerOrder(reply, order, swap, { failed: message, withPayments: true })
          return reply.flash('error', message).redirect(back, 303)
        },
      )
    },
  )
}

export default undos
