// What an order's page and its fragments show, whatever action led there.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { ORDER_TRANSITIONS, type OrderStatus } from '../../schemas/order-status.ts'
import { type EventRow, listEventsOf } from '../../services/events.ts'
import { formatsFor } from '../../services/formats.ts'
import { getOrder } from '../../services/orders.ts'
import { findSettings } from '../../services/settings.ts'
import { undoable } from '../../services/undo-rules.ts'
import { viewerOf } from '../../services/viewers.ts'
import type { ByField } from './forms.ts'
import { orderMoney } from './order-money.ts'
import { timelineOf } from './order-timeline.ts'

/** A part of the page that can be refused something, and says so itself. */
type Part = 'status' | 'payments' | 'gallery'

/** A form of the page that was refused: `reversal 17` is the one of the ledger's row 17. */
type FormName = 'payment' | 'gate' | 'override' | 'cancel' | `reversal ${number}`

export interface Shown {
  /** What was refused, and in which part; null when nothing was. */
  problem?: { at: Part; message: string } | null
  /** The refused form with its messages and what was typed. */
  form?: { name: FormName; errors: ByField; values: ByField } | null
  /** Where somebody wanted to move the order: what stands against it is shown. */
  move?: OrderStatus
  /** What was done, for a message beside the fragment. */
  done?: string | null
  /** Whether the payments changed together with the status. */
  withPayments?: boolean
}

/** A refusal that no single field is to blame for. */
export const refusedAt = (at: Part, message: string): Shown => ({ problem: { at, message } })

/** Everything the templates of an order need. */
async function orderContext(reply: FastifyReply, id: number, shown: Shown) {
  const { db, config } = reply.server
  const viewer = viewerOf(reply.request)
  const order = await getOrder(db, id)
  const fmt = formatsFor(await findSettings(db))
  const events = await listEventsOf(db, 'order', id)
  const undo = undoable(events, viewer.id)
  const { problem = null, form = null, done = null, withPayments = false } = shown
  return {
    title: `Order ${order.number}`,
    order,
    moves: ORDER_TRANSITIONS[order.status],
    ...(await orderMoney(db, order, shown.move)),
    mayOverride: viewer.role === 'admin',
    timeline: timelineOf(events, fmt).map((entry, index) => ({
      ...entry,
      undo: undoOf(events[index], undo),
    })),
    maxImages: config.maxImagesPerOrder,
    paymentKey: randomUUID(),
    gateKey: randomUUID(),
    imagesKey: randomUUID(),
    problem,
    form,
    done: done && { kind: 'success', message: done, undo: undoOf(events[0], undo) },
    withPayments,
  }
}

const undoOf = (event: EventRow | undefined, undo: Set<number>) =>
  event && undo.has(event.id) ? event.id : null

/** Sends the page of an order, or the fragment that htmx asked for. */
export async function answerOrder(
  reply: FastifyReply,
  id: number,
  fragment?: string,
  shown: Shown = {},
): Promise<FastifyReply> {
  return reply.page('orders/show', await orderContext(reply, id, shown), fragment)
}
