// Template context of an order's page and its fragments, after any action.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { ORDER_TRANSITIONS, type OrderStatus } from '../../../schemas/orders/status.ts'
import { can, viewerOf } from '../../../services/access/viewers.ts'
import { undoable } from '../../../services/history/undo/rules.ts'
import { getOrder } from '../../../services/orders/read.ts'
import { materialsOfOrder } from '../../../services/orders/stock/materials.ts'
import { listEventsOf } from '../../../services/shared/events/read.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { FragmentOf } from '../../../views/contexts/index.ts'
import type { OrderPage, OrderPart } from '../../../views/contexts/orders/index.ts'
import type { Toast } from '../../../views/contexts/parts.ts'
import { formatsFor } from '../../../views/helpers/formats.ts'
import { orderMoney } from './money.ts'
import { timelineOf } from './timeline.ts'

export interface OrderPageState {
  problem?: OrderPage['problem']
  form?: OrderPage['form']
  /** Requested status: the page shows what prevents the move. */
  move?: OrderStatus
  done?: string | null
  /** Error message that belongs to no section. */
  failed?: string | null
  withPayments?: boolean
}

/** State for a refusal that belongs to no field. */
export const refusedField = (at: OrderPart, message: string): OrderPageState => ({
  problem: { at, message },
})

async function orderContext(
  reply: FastifyReply,
  id: number,
  shown: OrderPageState,
): Promise<OrderPage> {
  const { db, config } = reply.server
  const viewer = viewerOf(reply.request)
  const order = await getOrder(db, id)
  const fmt = formatsFor(await findSettings(db))
  const events = await listEventsOf(db, 'order', id)
  const undo = undoable(events, viewer.id)
  const { problem = null, form = null, withPayments = false } = shown
  return {
    title: `Order ${order.number}`,
    order,
    materials: can(viewer, 'products.read') ? await materialsOfOrder(db, id) : [],
    moves: ORDER_TRANSITIONS[order.status],
    ...(await orderMoney(db, order, shown.move)),
    mayOverride: can(viewer, 'orders.override'),
    timeline: timelineOf(events, fmt).map((entry) => ({ ...entry, undo: undoOf(entry, undo) })),
    maxImages: config.maxImagesPerOrder,
    paymentKey: randomUUID(),
    refundKey: randomUUID(),
    gateKey: randomUUID(),
    imagesKey: randomUUID(),
    problem,
    form,
    message: messageOf(shown, undoOf(events[0], undo)),
    withPayments,
  }
}

function messageOf({ done, failed }: OrderPageState, undo: number | null): Toast | null {
  if (done) return { kind: 'success', message: done, undo }
  return failed ? { kind: 'error', message: failed } : null
}

const undoOf = (event: { id: number } | undefined, undo: Set<number>) =>
  event && undo.has(event.id) ? event.id : null

export async function answerOrder(
  reply: FastifyReply,
  id: number,
  fragment?: FragmentOf<'orders/show'>,
  shown: OrderPageState = {},
): Promise<FastifyReply> {
  return reply.page('orders/show', await orderContext(reply, id, shown), fragment)
}
