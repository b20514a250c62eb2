// Order statuses and payment statuses, with the legal transitions and the groups used by filters.
import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

export const ORDER_STATUSES = ['pending', 'in_progress', 'ready', 'completed', 'cancelled'] as const
export const OrderStatus = OneOf(ORDER_STATUSES, { title: 'Status' })
export type OrderStatus = Static<typeof OrderStatus>

/** Legal transitions. `ready` may go back for rework; a cancelled order can be reopened. */
export const ORDER_TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['in_progress', 'cancelled'],
  in_progress: ['ready', 'cancelled'],
  ready: ['completed', 'in_progress', 'cancelled'],
  completed: [],
  cancelled: ['pending'],
}

/** Statuses with work left, so that an order can be overdue. */
export const OPEN_STATUSES: readonly OrderStatus[] = ['pending', 'in_progress', 'ready']
/** The filter of open orders, for links. */
export const OPEN_FILTER = { status: OPEN_STATUSES.join() }

/** The usual steps of an order, in order: all but `cancelled`. */
export const STEP_STATUSES: readonly OrderStatus[] = [...OPEN_STATUSES, 'completed']

/** Sort value of a missing deadline in SQL and in cursors: later than any date. */
export const NO_DEADLINE = '9999'

export const PAYMENT_STATUSES = ['unpaid', 'partial', 'paid', 'refunded'] as const
export const PaymentStatus = OneOf(PAYMENT_STATUSES, { title: 'Payment status' })
export type PaymentStatus = Static<typeof PaymentStatus>

/** Payment statuses with a balance. */
export const OWING_STATUSES: readonly PaymentStatus[] = ['unpaid', 'partial']

export const PAYMENT_KINDS = ['deposit', 'payment', 'refund'] as const
export const PaymentKind = OneOf(PAYMENT_KINDS, { title: 'Kind' })
export type PaymentKind = Static<typeof PaymentKind>

export const CHANNELS = ['counter', 'online', 'api'] as const
export const Channel = OneOf(CHANNELS)
export type Channel = Static<typeof Channel>

/** One status, or a comma-separated list of them. */
export const statusList = (values: readonly string[]) =>
  Type.String({
    pattern: `^(${values.join('|')})(,(${values.join('|')}))*$`,
    description: 'One or several',
    'x-hint': `A status must be one of: ${values.join(', ')}; several are separated by commas.`,
    'x-list': { type: 'string', enum: values },
    examples: [values.slice(0, 2).join(',')],
  })
