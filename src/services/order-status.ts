// Moving an order: only along the legal transitions, each move with its event.
import { sql } from '../db/sql.ts'
import { ORDER_TRANSITIONS, type OrderStatus, type PaymentStatus } from '../schemas/order-status.ts'
import type { StatusInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import type { Order } from './order-types.ts'
import { getOrder } from './orders.ts'
import { payBalance } from './payments.ts'
import { Refusal } from './refusal.ts'
import { expectVersion } from './versions.ts'

/**
 * Sets either status or both. The same status again changes nothing.
 * @throws Refusal `illegal_transition` with the legal next ones, `ledger_contradicts`, `stale_version`
 */
export async function setOrderStatus(
  change: Change,
  id: number,
  input: StatusInput,
  version?: number,
): Promise<Order> {
  const order = await getOrder(change, id)
  expectVersion('order', order.version, version)
  const { status, paymentStatus } = input
  // A cancelled order takes no money, so it is taken up before it is paid, and paid before it is cancelled.
  if (status && status !== 'cancelled') await moveOrder(change, order, status)
  if (paymentStatus) await settlePayment(change, order, paymentStatus)
  if (status === 'cancelled') await moveOrder(change, order, status)
  return getOrder(change, id)
}

async function moveOrder(change: Change, order: Order, to: OrderStatus): Promise<void> {
  const from = order.status
  if (from === to) return
  const allowed = ORDER_TRANSITIONS[from]
  if (!allowed.includes(to)) {
    throw new Refusal('conflict', 'illegal_transition', illegal(from, to, allowed), {
      members: { from, to, allowed },
    })
  }
  await change.run(sql`
    UPDATE orders
    SET status = ${to}, version = version + 1, updated_at = ${change.at}
    WHERE id = ${order.id}`)
  await recordEvent(change, 'order.status_updated', 'order', order.id, {
    status: { before: from, after: to },
  })
}

function illegal(from: OrderStatus, to: OrderStatus, allowed: readonly OrderStatus[]): string {
  const next =
    allowed.length > 0
      ? `From there it can become: ${allowed.map(words).join(', ')}.`
      : 'It stays so.'
  return `This order is ${words(from)}, so it cannot become ${words(to)}. ${next}`
}

const words = (status: string) => status.replace('_', ' ')

/** `paid` pays the balance; anything else must already be what the ledger says. */
async function settlePayment(change: Change, order: Order, wanted: PaymentStatus): Promise<void> {
  if (wanted === order.paymentStatus) return
  if (wanted === 'paid') return payBalance(change, order)
  throw new Refusal(
    'conflict',
    'ledger_contradicts',
    `The payments make this order ${order.paymentStatus}, so it cannot be called ${wanted}. Record a payment or a refund instead.`,
    { members: { paymentStatus: order.paymentStatus } },
  )
}
