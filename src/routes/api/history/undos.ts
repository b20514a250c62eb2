// Undo of an event: /api/undos.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../../schemas/common.ts'
import { EventJson } from '../../../schemas/events/json.ts'
import { UndoInput } from '../../../schemas/history/undos.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { undo } from '../../../services/history/undo/index.ts'
import { usedByUndo } from '../../shared/used-permissions.ts'
import { writesOf } from '../../shared/writes.ts'

const undos: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/api/undos', {
    config: { permission: 'account', uses: usedByUndo },
    schema: {
      tags: ['Events'],
      summary: 'Undo a move, a payment, an archiving or a merge',
      description:
        'For ten minutes whoever moved an order (`order.status_updated`), recorded a payment (`payment.recorded`) archived something (`order.archived`, `customer.archived`, `employee.archived`, `category.archived`, `product.archived`) or merged two customers (`customer.merged`) can undo it, as long as nothing that builds on it has happened since. Status, payment status and archive are then exactly as before. Nothing is taken out: the answer is the new event, whose `data.undoes` is the `eventId`. What cannot be undone is 409 `undo_refused`; `reason` says why: `not_undoable`, `not_yours`, `too_late`, `already_undone` or `overtaken`.',
      operationId: 'createUndo',
      body: ref(UndoInput),
      response: answers({ 201: ref(EventJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { eventId } = request.body
      return reply.code(201).send(await undo(writesOf(request), eventId))
    },
  })
}

export default undos
