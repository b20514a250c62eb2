// JSON of an order in the *bare* baseline: the same fields as the real server's, built by hand.
import { OPEN_STATUSES, type OrderStatus } from '../../src/schemas/orders/status.ts'

export type Row = Record<string, unknown> & {
  status: OrderStatus
  payment_status: string
  total_amount: number
  paid_amount: number
  subtotal: number
  discount_kind: string | null
  discount_value: number
  discount_amount: number
  tax_rate: number
  tax_amount: number
  retained_amount: number
  unit_price: number
  quantity: number
  amount: number
  due_at: string | null
}

/** Money settings. */
export interface Shop {
  currency: string
  deposit_kind: string
  deposit_value: number
  time_zone: string
}

export const amount = (units: number) => (units / 100).toFixed(2)

const discount = ({ discount_kind: kind, discount_value: value }: Row) => {
  if (kind === null) return null
  return kind === 'percent' ? { percent: String(value / 100) } : { amount: amount(value) }
}

/** Totals of an order, as in the event of a new order. */
export const amounts = (row: Row) => ({
  subtotal: amount(row.subtotal),
  discount: discount(row),
  discountAmount: amount(row.discount_amount),
  taxMode: row.tax_mode,
  taxRate: String(row.tax_rate / 1000),
  taxLabel: row.tax_label,
  taxAmount: amount(row.tax_amount),
  netAmount: amount(row.total_amount - row.tax_amount),
  totalAmount: amount(row.total_amount),
})

function deposits({ status, total_amount: total, paid_amount: paid }: Row, shop: Shop) {
  const asked = shop.deposit_kind === 'percent' ? (total * shop.deposit_value) / 10_000 : 0
  const required =
    shop.deposit_kind === 'amount' ? Math.min(shop.deposit_value, total) : Math.round(asked)
  const isOver = status === 'cancelled' || status === 'completed'
  return {
    requiredDeposit: amount(required),
    missingDeposit: amount(isOver ? 0 : Math.max(0, required - paid)),
  }
}

/** Zero if the order is cancelled or refunded. */
const owed = ({ status, payment_status: payment, total_amount: total, paid_amount: paid }: Row) =>
  status === 'cancelled' || payment === 'refunded' ? 0 : total - paid

export const summary = (row: Row, shop: Shop) => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  employeeId: row.employee_id,
  status: row.status,
  paymentStatus: row.payment_status,
  ...amounts(row),
  paidAmount: amount(row.paid_amount),
  balance: amount(owed(row)),
  ...deposits(row, shop),
  retainedAmount: amount(row.retained_amount),
  refundDue: amount(row.status === 'cancelled' ? row.paid_amount - row.retained_amount : 0),
  currency: shop.currency,
  dateOfCreation: row.date_of_creation,
  deadline: row.deadline,
  overdue:
    row.due_at !== null &&
    row.due_at < new Date().toISOString() &&
    OPEN_STATUSES.includes(row.status),
  channel: row.channel,
  shippingAddress: row.shipping_address,
  notes: row.notes,
  internalNotes: row.internal_notes,
  externalReference: row.external_reference,
  metadata: JSON.parse(String(row.metadata)),
  trackingToken: row.tracking_revoked_at === null ? row.tracking_token : null,
  version: row.version,
  archivedAt: row.archived_at,
  customer: { id: row.customer_id, name: row.customer_name, phoneNumber: row.customer_phone },
  employee:
    row.employee_id === null
      ? null
      : { id: row.employee_id, name: row.employee_name, phoneNumber: row.employee_phone },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const item = (row: Row) => ({
  id: row.id,
  orderId: row.order_id,
  productId: row.product_id,
  variantId: row.variant_id,
  itemName: row.item_name,
  description: row.description,
  quantity: row.quantity,
  unitPrice: amount(row.unit_price),
  discount: discount(row),
  discountAmount: amount(row.discount_amount),
  lineTotal: amount(row.quantity * row.unit_price - row.discount_amount),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const image = (order: bigint, row: Row) => ({
  id: row.id,
  orderId: Number(order),
  contentType: row.content_type,
  size: row.size,
  width: row.width,
  height: row.height,
  shared: row.shared === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  url: `/api/orders/${order}/images/${row.id}`,
  thumbnailUrl: `/api/orders/${order}/images/${row.id}?size=thumb`,
})

export const payment = (row: Row) => ({
  id: row.id,
  orderId: row.order_id,
  kind: row.kind,
  amount: amount(row.amount),
  method: row.method,
  note: row.note,
  actor: row.actor_name,
  receivedAt: row.received_at,
  reversesId: row.reverses_id,
  reversedById: row.reversed_by_id,
})
