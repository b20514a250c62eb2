// Moving an order: only along the legal transitions, each move with its event.
import { sql } from '../db/sql.ts'
import { ORDER_TRANSITIONS, type OrderStatus, type PaymentStatus } from '../schemas/order-status.ts'
import type { StatusInput } from '../schemas/orders.ts'
import type { Change } from './change.ts'
import { type EventData, recordEvent } from './events.ts'
import { expectNotArchived } from './order-archive.ts'
import { keepOtherwise, retainedFacts, retainedIn } from './order-cancellation.ts'
import { passGate } from './order-gates.ts'
import type { Order, OrderSummary } from './order-types.ts'
import { getOrder } from './orders.ts'
import { findPaymentRules } from './payment-rules.ts'
import { payBalance } from './payments.ts'
import { Refusal } from './refusal.ts'
import { expectVersion } from './versions.ts'

/**
 * Sets either status or both. The same status again changes nothing.
 * @throws Refusal `illegal_transition` with the legal next ones, `ledger_contradicts`, `stale_version`,
 * `order_archived`, `deposit_required`, `balance_due`, `override_forbidden`, `exceeds_paid`, `invalid_input`
 */
export async function setOrderStatus(
  change: Change,
  id: number,
  input: StatusInput,
  version?: number,
): Promise<Order> {
  const order = await getOrder(change, id)
  expectVersion('order', order.version, version)
  expectNotArchived(order)
  // A cancelled order takes no money, so it is taken up before it is paid; any other is paid before it moves.
  const movesFirst = order.status === 'cancelled'
  if (movesFirst) await moveOrder(change, order, input)
  if (input.paymentStatus) await settlePayment(change, id, input.paymentStatus)
  const paid = input.paymentStatus ? await getOrder(change, id) : order
  if (!movesFirst) await moveOrder(change, paid, input)
  return getOrder(change, id)
}

async function moveOrder(change: Change, order: Order, input: StatusInput): Promise<void> {
  const rules = await findPaymentRules(change)
  const retained = retainedIn(input, order, rules.currency)
  const to = input.status ?? order.status
  if (order.status === to) return keepOtherwise(change, order, retained, rules.currency)
  expectLegal(order.status, to)
  const override = passGate(change, order, to, rules, input.overrideReason)
  const kept = retainedFacts(order.retainedAmount, retained ?? 0, rules.currency)
  await storeStatus(
    change,
    order,
    { status: to, retained: retained ?? 0 },
    { ...kept, ...override },
  )
}

/** Where an order is to be, and what is kept of its payments there, in smallest units. */
interface Place {
  status: OrderStatus
  retained: number
}

/** Writes a move and its event; whether it is allowed is asked before. */
export async function storeStatus(
  change: Change,
  order: OrderSummary,
  { status, retained }: Place,
  facts: EventData,
): Promise<void> {
  await change.run(sql`
    UPDATE orders
    SET status = ${status}, retained_amount = ${retained}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${order.id}`)
  const moved = { status: { before: order.status, after: status }, ...facts }
  await recordEvent(change, 'order.status_updated', 'order', order.id, moved)
}

function expectLegal(from: OrderStatus, to: OrderStatus): void {
  const allowed = ORDER_TRANSITIONS[from]
  if (allowed.includes(to)) return
  throw new Refusal('conflict', 'illegal_transition', illegal(from, to, allowed), {
    members: { from, to, allowed },
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
async function settlePayment(change: Change, id: number, wanted: PaymentStatus): Promise<void> {
  const order = await getOrder(change, id)
  if (wanted === order.paymentStatus) return
  if (wanted === 'paid') return payBalance(change, order)
  throw new Refusal(
    'conflict',
    'ledger_contradicts',
    `The payments make this order ${order.paymentStatus}, so it cannot be called ${wanted}. Record a payment or a refund instead.`,
    { members: { paymentStatus: order.paymentStatus } },
  )
}
