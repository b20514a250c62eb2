// What somebody has just done to a thing and can undo: for an Undo beside the message that says so.
import type { FastifyReply } from 'fastify'
import { type Entity, listEventsOf } from '../../services/events.ts'
import { undoable } from '../../services/undo-rules.ts'
import { viewerOf } from '../../services/viewers.ts'

/** The id of the latest event, or null when this person cannot undo it. */
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
