// The buttons that move an order, the amount its page shows first, and the statuses as its customer reads them.
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import type { Order } from '../../../services/orders/types.ts'
import type { IconName } from '../icons.ts'

interface Step {
  label: string
  icon: IconName
}

const STEP: Record<OrderStatus, Step> = {
  pending: { label: 'Reopen order', icon: 'rotate-ccw' },
  in_progress: { label: 'Start work', icon: 'scissors' },
  ready: { label: 'Mark ready', icon: 'package-check' },
  completed: { label: 'Hand over', icon: 'circle-check' },
  cancelled: { label: 'Cancel order', icon: 'ban' },
}

export const orderStep = (from: OrderStatus, to: OrderStatus): Step =>
  from === 'ready' && to === 'in_progress'
    ? { label: 'Back to work', icon: 'rotate-ccw' }
    : STEP[to]

type Amounts = Pick<Order, 'status' | 'totalAmount' | 'paidAmount' | 'balance'>

/** The amount that counts most now, in smallest units. */
export function mainAmount(order: Amounts, refundDue: number): { label: string; amount: number } {
  const { status, totalAmount, paidAmount, balance } = order
  if (status === 'cancelled' && paidAmount > 0) {
    return refundDue > 0
      ? { label: 'Refund due', amount: refundDue }
      : { label: 'Cancellation fee', amount: paidAmount }
  }
  return status !== 'cancelled' && balance > 0
    ? { label: 'Balance', amount: balance }
    : { label: 'Total', amount: totalAmount }
}

/** How much of it is paid, beside the amount. */
export function paidNote(order: Amounts, money: (units: number) => string): string {
  const { status, totalAmount, paidAmount } = order
  if (status === 'cancelled') return ''
  if (totalAmount === paidAmount) return 'paid'
  return paidAmount > 0 ? `of ${money(totalAmount)}` : ''
}

/** The statuses on the tracking page. */
export const TRACKING_STATUS: Record<OrderStatus, { label: string; text: string }> = {
  pending: { label: 'Received', text: 'We have your order and will start soon.' },
  in_progress: { label: 'In progress', text: 'We are working on your order.' },
  ready: { label: 'Ready', text: 'You can collect your order.' },
  completed: { label: 'Handed over', text: 'Thank you for your order.' },
  cancelled: { label: 'Cancelled', text: 'Call us if you have questions about this.' },
}
