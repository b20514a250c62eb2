// What a request uses, where its body decides: by this the password is asked for (see plugins/guards/confirmation.ts).
import type { FastifyRequest } from 'fastify'
import type { RoutePermission } from '../../plugins/guards/permissions.ts'
import { permissionOfUndo } from '../../services/history/undo/index.ts'
import { permissionOfKind } from '../../services/orders/payments/index.ts'

/** Of JSON or a form that is not validated yet. Of a field sent twice the last counts, without spaces, as in forms.ts. */
function fieldOf({ body }: FastifyRequest, name: string): unknown {
  const value = [(body as Record<string, unknown> | null | undefined)?.[name]].flat().at(-1)
  return typeof value === 'string' ? value.trim() : value
}

/** Of a payment or a refund. */
export const usedByPayment = (request: FastifyRequest): RoutePermission =>
  permissionOfKind(fieldOf(request, 'kind'))

/** Of an undo: undoing a payment is a reversal. */
export async function usedByUndo(request: FastifyRequest): Promise<RoutePermission> {
  const typed = fieldOf(request, 'eventId')
  // Of an object even the conversion can throw.
  const eventId = typeof typed === 'object' ? Number.NaN : Number(typed)
  if (!Number.isSafeInteger(eventId)) return 'account'
  return (await permissionOfUndo(request.server.db, eventId)) ?? 'account'
}
