// An order as the services know it: amounts in smallest units, names as everywhere.
import {
  type Channel,
  OPEN_STATUSES,
  type OrderStatus,
  type PaymentStatus,
} from '../schemas/order-status.ts'
import type { Payment } from '../schemas/payments.ts'
import type { Discounted, OrderAmounts, Taxed } from './prices.ts'

/** The discount and the tax are as agreed when the order was taken, the amounts what they come to. */
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
  /** What the tax was called; null without one. */
  taxLabel: string | null
  paidAmount: number
  /** total minus paid */
  balance: number
  /** What the shop keeps of the payments of a cancelled order; 0 of any other. */
  retainedAmount: number
  dateOfCreation: string
  deadline: string | null
  /** The moment after which it is late. */
  dueAt: string | null
  channel: Channel
  shippingAddress: string | null
  notes: string | null
  internalNotes: string | null
  /** Null while the link is withdrawn. */
  trackingToken: string | null
  /** Rises with every change. */
  version: number
  /** The version of the last edit of fields or items: what an edit form is compared with. */
  contentVersion: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

/** An order as the row of a list that people read. */
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
  /** The name of the first item: how people speak of the order. */
  firstItem: string | null
}

export interface OrderItem extends Discounted {
  id: number
  itemName: string
  description: string | null
  quantity: number
  unitPrice: number
  /** What the discount comes to. */
  discountAmount: number
  /** Quantity times price, less the discount. */
  lineTotal: number
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
}

export interface Order extends OrderSummary {
  items: OrderItem[]
  images: OrderImage[]
  payments: Payment[]
}

/** Open, and its deadline has passed. */
export const isOverdue = ({ dueAt, status }: OrderSummary): boolean =>
  dueAt !== null && OPEN_STATUSES.includes(status) && dueAt < new Date().toISOString()
