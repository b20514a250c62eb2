// Status changes of an order, limited to legal transitions, each with its event.
import { sql } from '../../db/sql.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { EventData } from '../../schemas/events/types.ts'
import type { StatusInput } from '../../schemas/orders/index.ts'
import {
  ORDER_TRANSITIONS,
  type OrderStatus,
  type PaymentStatus,
} from '../../schemas/orders/status.ts'
import type { Change } from '../shared/change.ts'
import { recordEvent } from '../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../shared/versions.ts'
import { findPaymentRules } from '../shop/payment-rules.ts'
import { expectNotArchived } from './archive.ts'
import { changeRetained, retainedFacts, retainedIn } from './cancellation.ts'
import { passGate } from './payments/gates.ts'
import { payBalance } from './payments/index.ts'
import { getOrder } from './read.ts'
import { settleStock } from './stock/settle.ts'
import type { Order, OrderSummary } from './types.ts'

/**
 * Sets either status or both. An equal status changes nothing.
 * @throws Refusal `illegal_transition` with the legal next ones, `ledger_contradicts`, `stale_version`,
 * `order_archived`, `deposit_required`, `balance_due`, `override_forbidden`, `exceeds_paid`, `invalid_input`
 */
export async function setOrderStatus(
  change: Change,
  id: number,
  input: StatusInput,
  version?: ExpectedVersion,
): Promise<Order> {
  const order = await getOrder(change, id)
  expectVersion('order', order.version, version)
  expectNotArchived(order)
  // Cancelled orders accept no payments, so they are reopened before the payment; all others are paid first.
  const movesFirst = order.status === 'cancelled'
  if (movesFirst) await moveOrder(change, order, input)
  if (input.paymentStatus) await settlePayment(change, id, input.paymentStatus)
  const paid = input.paymentStatus ? await getOrder(change, id) : order
  if (!movesFirst) await moveOrder(change, paid, input)
  return getOrder(change, id)
}

async function moveOrder(change: Change, order: Order, input: StatusInput): Promise<void> {
  const rules = await findPaymentRules(change)
  const retained = retainedIn(input, order, rules)
  const to = input.status ?? order.status
  if (order.status === to) return changeRetained(change, order, retained, rules.currency)
  expectLegal(order.status, to)
  const override = passGate(change, order, to, rules, input.overrideReason)
  const feeChange = retainedFacts(order.retainedAmount, retained ?? 0, rules.currency)
  await storeStatus(
    change,
    order,
    { status: to, retained: retained ?? 0 },
    { ...feeChange, ...override },
  )
}

interface Place {
  status: OrderStatus
  retained: number
}

/** A cancelled order gives its stock back, and one that is reopened takes it again. @throws Refusal `out_of_stock` */
export async function storeStatus(
  change: Change,
  order: OrderSummary,
  { status, retained }: Place,
  facts: Omit<EventData<'order.status_updated'>, 'status'>,
): Promise<void> {
  await change.run(sql`
    UPDATE orders
    SET status = ${status}, retained_amount = ${retained}, version = version + 1,
        updated_at = ${change.at}
    WHERE id = ${order.id}`)
  if ((order.status === 'cancelled') !== (status === 'cancelled'))
    await settleStock(change, order.id)
  const moved = { status: { before: order.status, after: status }, ...facts }
  await recordEvent(change, 'order.status_updated', order.id, moved)
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
      ? `It can become: ${allowed.map(words).join(', ')}.`
      : 'This status is final.'
  return `This order is ${words(from)}, so it cannot become ${words(to)}. ${next}`
}

const words = (status: string) => status.replace('_', ' ')

/** `paid` records a payment of the balance; any other status must already match the ledger. */
async function settlePayment(change: Change, id: number, target: PaymentStatus): Promise<void> {
  const order = await getOrder(change, id)
  if (target === order.paymentStatus) return
  if (target === 'paid') return payBalance(change, order)
  throw new Refusal(
    'conflict',
    'ledger_contradicts',
    `The payments make this order ${order.paymentStatus}, not ${target}. Record a payment or a refund to change that.`,
    { members: { paymentStatus: order.paymentStatus } },
  )
}
