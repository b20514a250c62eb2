// JSON of an order: decimal strings and links. Fields that the viewer may not see were removed before.

import { formatAmount } from '../../../lib/money/amounts.ts'
import type { OrderJson, OrderSummaryJson } from '../../../schemas/orders/json.ts'
import type { Payment, PaymentJson } from '../../../schemas/orders/payments.ts'
import { refundDueOf } from '../../../services/orders/cancellation.ts'
import type {
  CustomerOrder,
  CustomerOrderSummary,
  CustomerPayment,
} from '../../../services/orders/customer-view.ts'
import { itemFacts } from '../../../services/orders/items.ts'
import { missingDeposit, requiredDeposit } from '../../../services/orders/payments/deposits.ts'
import { amountFacts } from '../../../services/orders/prices/amounts.ts'
import {
  isOverdue,
  type Order,
  type OrderImage,
  type OrderItem,
  type OrderSummary,
} from '../../../services/orders/types.ts'
import { metadataOf } from '../../../services/shared/references.ts'
import type { StoredRules } from '../../../services/shop/payment-rules.ts'

export interface Reading {
  currency: string
  rules: StoredRules
}

export function orderSummaryJson(
  order: OrderSummary | CustomerOrderSummary,
  { currency, rules }: Reading,
): OrderSummaryJson {
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
    ...('internalNotes' in order && {
      internalNotes: order.internalNotes,
      externalReference: order.externalReference ?? null,
      metadata: metadataOf(order),
    }),
    trackingToken: order.trackingToken,
    version: order.version,
    archivedAt: order.archivedAt,
    customer: { id: order.customerId, name: order.customerName, phoneNumber: order.customerPhone },
    employee: employeeOf(order),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  }
}

function employeeOf(order: OrderSummary | CustomerOrderSummary): OrderSummaryJson['employee'] {
  if (order.employeeId === null) return null
  const named = { id: order.employeeId, name: order.employeeName ?? '' }
  return 'employeePhone' in order ? { ...named, phoneNumber: order.employeePhone ?? '' } : named
}

export function orderJson(order: Order | CustomerOrder, reading: Reading): OrderJson {
  const { currency } = reading
  // Not `{ ...summary, items }`: V8 takes 10 µs to copy that many members, more than all the rest.
  return Object.assign(orderSummaryJson(order, reading), {
    items: order.items.map((item) => itemJson(item, order, currency)),
    images: order.images.map(imageJson),
    payments: order.payments.map((payment) => paymentJson(payment, currency)),
  })
}

/** `orderId`, the times and what is of the catalogue are missing in responses stored by an older version. */
const itemJson = (item: OrderItem, order: Pick<Order, 'id' | 'createdAt'>, currency: string) =>
  Object.assign(itemFacts(item, currency), {
    orderId: item.orderId ?? order.id,
    productId: item.productId ?? null,
    variantId: item.variantId ?? null,
    discountAmount: formatAmount(item.discountAmount, currency),
    lineTotal: formatAmount(item.lineTotal, currency),
    createdAt: item.createdAt ?? order.createdAt,
    updatedAt: item.updatedAt ?? order.createdAt,
  })

export function imageJson(image: OrderImage) {
  const url = `/api/orders/${image.orderId}/images/${image.id}`
  const updatedAt = image.updatedAt ?? image.createdAt
  return { ...image, updatedAt, shared: image.shared === 1, url, thumbnailUrl: `${url}?size=thumb` }
}

export const paymentJson = (payment: Payment | CustomerPayment, currency: string): PaymentJson => ({
  ...payment,
  amount: formatAmount(payment.amount, currency),
  // Missing in responses stored by an older version.
  reversesId: payment.reversesId ?? null,
  reversedById: payment.reversedById ?? null,
})
