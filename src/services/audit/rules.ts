// Integrity rules of an order: recomputes its amounts with the functions that wrote them.

import { paymentStatusOf } from '../orders/payments/index.ts'
import { lineAmounts, orderAmounts } from '../orders/prices/arithmetic.ts'
import type { IntegrityProblem } from './findings.ts'
import type { OrderBooks, StoredPayment } from './order-rows.ts'

/** All problems of an order; amounts in smallest currency units, as stored. */
export function problemsOf(order: OrderBooks): IntegrityProblem[] {
  return [...wrongLines(order), ...wrongHead(order), ...wrongReversals(order)]
}

function wrongLines({ number, items }: OrderBooks): IntegrityProblem[] {
  return items
    .filter((item) => item.discountAmount !== lineAmounts(item).discountAmount)
    .map((item) => {
      const { discountAmount } = lineAmounts(item)
      const detail = differs('discount', discountAmount, item.discountAmount)
      return { table: 'order_items', id: item.id, orderNumber: number, detail }
    })
}

const differs = (what: string, right: string | number, stored: string | number) =>
  `The ${what} is stored as ${stored}, but ${right} follows from what belongs to it.`

function wrongHead(order: OrderBooks): IntegrityProblem[] {
  const { id, number } = order
  const details = [...wrongAmounts(order)]
  if (order.customerName === null) details.push('Its customer is not there.')
  if (order.items.length === 0) details.push('It has no items.')
  return details.map((detail) => ({ table: 'orders', id, orderNumber: number, detail }))
}

const AMOUNTS = { subtotal: 'subtotal', discountAmount: 'discount', taxAmount: 'tax' } as const

function* wrongAmounts(order: OrderBooks): Generator<string> {
  const right = orderAmounts(order, order.items)
  for (const [field, what] of Object.entries({ ...AMOUNTS, totalAmount: 'total' } as const)) {
    const amount = field as keyof typeof right
    if (right[amount] !== order[amount]) yield differs(what, right[amount], order[amount])
  }
  const paid = paidBy(order.payments)
  if (paid !== order.paidAmount) yield differs('paid amount', paid, order.paidAmount)
  const status = paymentStatusOf(order.totalAmount, paid, wasRefunded(order.payments))
  if (status !== order.paymentStatus) yield differs('payment status', status, order.paymentStatus)
}

const paidBy = (payments: readonly StoredPayment[]) =>
  payments.reduce((sum, { kind, amount }) => sum + (kind === 'refund' ? -amount : amount), 0)

/** Whether money was refunded: a payment error and its reversal do not count. */
function wasRefunded(payments: readonly StoredPayment[]): boolean {
  const reversed = new Set(payments.map(({ reversesId }) => reversesId))
  return payments.some(
    ({ id, kind, reversesId }) => kind === 'refund' && reversesId === null && !reversed.has(id),
  )
}

function wrongReversals({ number, payments }: OrderBooks): IntegrityProblem[] {
  return payments.flatMap(({ id, amount, kind, reversesId }) => {
    if (reversesId === null) return []
    const row = payments.find((one) => one.id === reversesId)
    if (row?.amount === amount && (row.kind === 'refund') !== (kind === 'refund')) return []
    const detail = `It reverses payment ${reversesId}, but is not its opposite.`
    return [{ table: 'payments', id, orderNumber: number, detail }]
  })
}
