// Undo button of the message after an action.
import type { FastifyReply } from 'fastify'
import type { Entity } from '../../../schemas/events/shapes.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import { undoable } from '../../../services/history/undo/rules.ts'
import { listEventsOf } from '../../../services/shared/events/read.ts'

/** Id of the latest event, or null if this person cannot undo it. */
export async function latestUndo(
  reply: FastifyReply,
  entity: Entity,
  id: number,
): Promise<number | null> {
  const events = await listEventsOf(reply.server.db, entity, id, 10)
  const [latest] = events
  const can = undoable(events, viewerOf(reply.request).id)
  return latest && can.has(latest.id) ? latest.id : null
}
