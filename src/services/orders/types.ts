// The order types of the services: amounts in smallest currency units.

import type { Payment } from '../../schemas/orders/payments.ts'
import {
  type Channel,
  OPEN_STATUSES,
  type OrderStatus,
  type PaymentStatus,
} from '../../schemas/orders/status.ts'
import type { Discounted, OrderAmounts, Taxed } from './prices/arithmetic.ts'

/** The discount and tax settings as of the order's creation, with the amounts derived from them. */
export interface OrderSummary extends Discounted, Taxed, OrderAmounts {
  id: number
  number: number
  customerId: number
  customerName: string
  customerPhone: string
  employeeId: number | null
  employeeName: string | null
  employeePhone: string | null
  status: OrderStatus
  paymentStatus: PaymentStatus
  /** Display name of the tax; null without tax. */
  taxLabel: string | null
  paidAmount: number
  /** Outstanding balance: see owed.ts. */
  balance: number
  retainedAmount: number
  dateOfCreation: string
  deadline: string | null
  dueAt: string | null
  channel: Channel
  shippingAddress: string | null
  notes: string | null
  internalNotes: string | null
  externalReference: string | null
  /** JSON: see services/shared/references.ts. */
  metadata: string
  /** Null while the link is revoked. */
  trackingToken: string | null
  version: number
  /** Increases with every edit of fields or items: edit forms compare it. */
  contentVersion: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

export interface OrderRow
  extends Pick<
    OrderSummary,
    | 'id'
    | 'number'
    | 'customerName'
    | 'employeeName'
    | 'status'
    | 'paymentStatus'
    | 'totalAmount'
    | 'balance'
    | 'dateOfCreation'
    | 'deadline'
    | 'dueAt'
  > {
  itemCount: number
  firstItem: string | null
}

export interface OrderItem extends Discounted {
  id: number
  orderId: number
  /** What was sold of the catalogue, or null. */
  productId: number | null
  variantId: number | null
  itemName: string
  description: string | null
  quantity: number
  unitPrice: number
  discountAmount: number
  lineTotal: number
  createdAt: string
  updatedAt: string
}

export interface OrderImage {
  id: number
  orderId: number
  contentType: string
  /** Bytes of the display size. */
  size: number
  width: number
  height: number
  /** 1: shown behind the tracking link. */
  shared: 0 | 1
  createdAt: string
  updatedAt: string
}

export interface Order extends OrderSummary {
  items: OrderItem[]
  images: OrderImage[]
  payments: Payment[]
}

export const isOverdue = ({ dueAt, status }: Pick<OrderSummary, 'dueAt' | 'status'>): boolean =>
  dueAt !== null && OPEN_STATUSES.includes(status) && dueAt < new Date().toISOString()
