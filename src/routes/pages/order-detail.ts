// What an order's page and its fragments show, whatever action led there.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { ORDER_TRANSITIONS, PAYMENT_METHODS } from '../../schemas/order-status.ts'
import { listEventsOf } from '../../services/events.ts'
import { formatsFor } from '../../services/formats.ts'
import { getOrder } from '../../services/orders.ts'
import { findSettings } from '../../services/settings.ts'
import type { ByField } from './forms.ts'
import { timelineOf } from './order-timeline.ts'

/** A part of the page that can be refused something, and says so itself. */
type Part = 'status' | 'payments' | 'gallery'

export interface Refusing {
  /** What was refused, and in which part; null when nothing was. */
  problem: { at: Part; message: string } | null
  /** Messages and typed values of the payment form. */
  errors: ByField | null
  values: ByField | null
}

const NOTHING: Refusing = { problem: null, errors: null, values: null }

/** A refusal that no single field is to blame for. */
export const refusedAt = (at: Part, message: string): Refusing => ({
  ...NOTHING,
  problem: { at, message },
})

/** Everything the templates of an order need. */
export async function orderContext(reply: FastifyReply, id: number, refusing: Refusing = NOTHING) {
  const { db, config } = reply.server
  const order = await getOrder(db, id)
  const fmt = formatsFor(await findSettings(db))
  const events = await listEventsOf(db, 'order', id)
  return {
    title: `Order ${order.number}`,
    order,
    moves: ORDER_TRANSITIONS[order.status],
    methods: PAYMENT_METHODS,
    timeline: timelineOf(events, fmt),
    maxImages: config.maxImagesPerOrder,
    paymentKey: randomUUID(),
    imagesKey: randomUUID(),
    ...refusing,
  }
}

/** Sends the page of an order, or the fragment that htmx asked for. */
export async function answerOrder(
  reply: FastifyReply,
  id: number,
  fragment?: string,
  refusing: Refusing = NOTHING,
): Promise<FastifyReply> {
  return reply.page('orders/show', await orderContext(reply, id, refusing), fragment)
}
