// Contexts of the templates of an order: for staff, for its customer, and on paper.
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import type { PaymentMethod } from '../../../schemas/shop/payment-methods.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { CustomerOrder, CustomerOrderRow } from '../../../services/orders/customer-view.ts'
import type { ClosedGate } from '../../../services/orders/payments/gates.ts'
import type { Material, OrderOfItem } from '../../../services/orders/stock/materials.ts'
import type { TrackedOrder } from '../../../services/orders/tracking/view.ts'
import type { Order } from '../../../services/orders/types.ts'
import type { IconName } from '../../helpers/icons.ts'
import type { ByField, Empty, Page, Pager, SentForm, Toast } from '../parts.ts'
import type { OrderFormFragments, OrderFormPages } from './form.ts'
import type { OrderListFragments, OrderListPages } from './lists.ts'
import type { WorkFragments, WorkPages } from './work.ts'

export interface OrderPages extends OrderFormPages, OrderListPages, WorkPages {
  'orders/materials/index': MaterialsPage
  'orders/own/index': OwnOrdersPage
  'orders/own/show': OwnOrderPage
  'orders/print/receipt': PrintPage
  'orders/print/ticket': PrintPage
  'orders/show': OrderPage
  'orders/tracking/show': TrackingPage
}

export interface OrderFragments extends OrderFormFragments, OrderListFragments, WorkFragments {
  'orders/payments/payments.swap': OrderPage
  'orders/photos/gallery.swap': OrderPage
  'orders/status/status.swap': OrderPage
  'orders/tracking/link.swap': OrderPage
}

interface MaterialsPage extends Page, SentForm {
  order: OrderOfItem
  itemId: number
  materials: readonly Material[]
  cloth: readonly Variant[]
  similar: readonly Variant[]
  idempotencyKey: string
}

export interface OrderPage extends Page, OrderMoney {
  order: Order
  /** Of its items; empty for who may not see products. */
  materials: readonly Material[]
  moves: readonly OrderStatus[]
  /** Whether the viewer may pass a gate that is closed. */
  mayOverride: boolean
  timeline: readonly (TimelineEntry & { undo: number | null })[]
  maxImages: number
  /** Idempotency keys of the forms. */
  paymentKey: string
  refundKey: string
  gateKey: string
  imagesKey: string
  /** The error and its section; null if nothing was refused. */
  problem: { at: OrderPart; message: string } | null
  /** The refused form with its messages and typed values. */
  form: { name: OrderFormName; errors: ByField; values: ByField } | null
  message: Toast | null
  withPayments: boolean
}

/** A section of the page that can show an error. */
export type OrderPart = 'status' | 'payments' | 'gallery' | 'tracking'

/** A refused form of the page; `reversal 17` is that of ledger row 17. */
export type OrderFormName =
  | 'payment'
  | 'refund'
  | 'gate'
  | 'override'
  | 'cancel'
  | `reversal ${number}`

/** Amounts are in smallest units. */
export interface OrderMoney {
  methods: readonly PaymentMethod[]
  requiredDeposit: number
  missingDeposit: number
  /** Of a cancelled order: the amount still to refund. */
  refundDue: number
  gate: (ClosedGate & { to: OrderStatus }) | null
}

export interface TimelineEntry {
  /** Event id, the anchor of the entry. */
  id: number
  icon: IconName
  text: string
  by: string
  at: string
}

interface OwnOrdersPage extends Page {
  beyond: Empty | null
  orders: readonly CustomerOrderRow[]
  pager: Pager
}

interface OwnOrderPage extends Page {
  order: CustomerOrder
}

interface PrintPage extends Page {
  heading: string
  order: Order
  kind: 'ticket' | 'receipt'
  paper: Paper
  papers: readonly { name: Paper; label: string }[]
  code: string | null
}

type Paper = '80mm' | '58mm' | 'a4'

interface TrackingPage extends Page {
  order: TrackedOrder
  refundDue: number
  photos: readonly { url: string; thumbnailUrl: string }[]
  /** The address of the events that say when the order has changed. */
  stream: string
  /** Of the tracking link; null on the page of a signed-in customer. */
  token: string | null
  offer: 'add' | 'register' | null
  steps: readonly OrderStatus[]
}
