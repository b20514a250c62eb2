// How an order is told to programs: decimal strings, links, and only what the reader may know.
import type { OrderJson, OrderSummaryJson } from '../../schemas/order-json.ts'
import type { Payment, PaymentJson } from '../../schemas/payments.ts'
import type { Role } from '../../schemas/roles.ts'
import { missingDeposit, requiredDeposit } from '../../services/deposits.ts'
import { formatAmount } from '../../services/money.ts'
import { amountFacts } from '../../services/order-amounts.ts'
import { refundDueOf } from '../../services/order-cancellation.ts'
import { itemFacts } from '../../services/order-items.ts'
import {
  isOverdue,
  type Order,
  type OrderImage,
  type OrderItem,
  type OrderSummary,
} from '../../services/order-types.ts'
import type { StoredRules } from '../../services/payment-rules.ts'

export interface Reading {
  currency: string
  role: Role
  rules: StoredRules
}

export function orderSummaryJson(
  order: OrderSummary,
  { currency, role, rules }: Reading,
): OrderSummaryJson {
  const staff = role !== 'customer'
  return {
    id: order.id,
    number: order.number,
    customerId: order.customerId,
    employeeId: order.employeeId,
    status: order.status,
    paymentStatus: order.paymentStatus,
    ...amountFacts(order, currency),
    paidAmount: formatAmount(order.paidAmount, currency),
    balance: formatAmount(order.balance, currency),
    requiredDeposit: formatAmount(requiredDeposit(order.totalAmount, rules), currency),
    missingDeposit: formatAmount(missingDeposit(order, rules), currency),
    retainedAmount: formatAmount(order.retainedAmount, currency),
    refundDue: formatAmount(refundDueOf(order), currency),
    currency,
    dateOfCreation: order.dateOfCreation,
    deadline: order.deadline,
    overdue: isOverdue(order),
    channel: order.channel,
    shippingAddress: order.shippingAddress,
    notes: order.notes,
    ...(staff && { internalNotes: order.internalNotes }),
    trackingToken: order.trackingToken,
    version: order.version,
    archivedAt: order.archivedAt,
    customer: { id: order.customerId, name: order.customerName, phoneNumber: order.customerPhone },
    employee: employeeOf(order, staff),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  }
}

function employeeOf(order: OrderSummary, staff: boolean): OrderSummaryJson['employee'] {
  if (order.employeeId === null) return null
  const named = { id: order.employeeId, name: order.employeeName ?? '' }
  return staff ? { ...named, phoneNumber: order.employeePhone ?? '' } : named
}

export function orderJson(order: Order, reading: Reading): OrderJson {
  const { currency } = reading
  // Not `{ ...summary, items }`: V8 takes 10 µs to copy so many members, more than for all the rest.
  return Object.assign(orderSummaryJson(order, reading), {
    items: order.items.map((item) => itemJson(item, currency)),
    images: order.images.map(imageJson),
    payments: order.payments.map((payment) => paymentJson(payment, currency)),
  })
}

const itemJson = (item: OrderItem, currency: string) =>
  Object.assign(itemFacts(item, currency), {
    discountAmount: formatAmount(item.discountAmount, currency),
    lineTotal: formatAmount(item.lineTotal, currency),
  })

export function imageJson({ orderId, ...image }: OrderImage) {
  const url = `/api/orders/${orderId}/images/${image.id}`
  return { ...image, shared: image.shared === 1, url, thumbnailUrl: `${url}?size=thumb` }
}

export const paymentJson = (payment: Payment, currency: string): PaymentJson => ({
  ...payment,
  amount: formatAmount(payment.amount, currency),
  // An answer that was kept by an older version has neither.
  reversesId: payment.reversesId ?? null,
  reversedById: payment.reversedById ?? null,
})
