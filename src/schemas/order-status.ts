// Where a garment is, and what has been paid: two lists of states and their legal moves, each written once.
import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from './common.ts'

export const ORDER_STATUSES = ['pending', 'in_progress', 'ready', 'completed', 'cancelled'] as const
export const OrderStatus = OneOf(ORDER_STATUSES, { title: 'Status' })
export type OrderStatus = Static<typeof OrderStatus>

/** The legal moves. `ready` may go back for rework; a cancelled order can be taken up again. */
export const ORDER_TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['in_progress', 'cancelled'],
  in_progress: ['ready', 'cancelled'],
  ready: ['completed', 'in_progress', 'cancelled'],
  completed: [],
  cancelled: ['pending'],
}

/** An order in one of these is work still to be done, so it can be overdue. */
export const OPEN_STATUSES: readonly OrderStatus[] = ['pending', 'in_progress', 'ready']

export const PAYMENT_STATUSES = ['unpaid', 'partial', 'paid', 'refunded'] as const
export const PaymentStatus = OneOf(PAYMENT_STATUSES, { title: 'Payment status' })
export type PaymentStatus = Static<typeof PaymentStatus>

/** With these, money is still to come. */
export const OWING_STATUSES: readonly PaymentStatus[] = ['unpaid', 'partial']

export const PAYMENT_KINDS = ['deposit', 'payment', 'refund'] as const
export const PaymentKind = OneOf(PAYMENT_KINDS, { title: 'Kind' })
export type PaymentKind = Static<typeof PaymentKind>

export const PAYMENT_METHODS = ['cash', 'card', 'transfer', 'mobile_money', 'other'] as const
export const PaymentMethod = OneOf(PAYMENT_METHODS, { title: 'Method' })
export type PaymentMethod = Static<typeof PaymentMethod>

export const CHANNELS = ['counter', 'online', 'api'] as const
export const Channel = OneOf(CHANNELS)
export type Channel = Static<typeof Channel>

/** One status for a path segment or a comma-separated list of them in a filter. */
export const statusList = (values: readonly string[]) =>
  Type.String({
    pattern: `^(${values.join('|')})(,(${values.join('|')}))*$`,
    description: 'One or several, separated by commas',
    'x-hint': `A status must be one of: ${values.join(', ')}; several are separated by commas.`,
    'x-list': { type: 'string', enum: values },
    examples: [values.slice(0, 2).join(',')],
  })
