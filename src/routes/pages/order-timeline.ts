// The event log of an order in the words of a shop.

import type { OrderStatus } from '../../schemas/order-status.ts'
import type { EventRow } from '../../services/events.ts'
import type { Formats } from '../../services/formats.ts'
import type { IconName } from '../../views/icons.ts'
import { ORDER_STATUS } from '../../views/status-labels.ts'

export interface TimelineEntry {
  icon: IconName
  text: string
  by: string
  at: string
}

type Data = Record<string, unknown>
type Tell = (data: Data, fmt: Formats) => { icon: IconName; text: string }

const TELL: Record<string, Tell> = {
  'order.placed': () => ({ icon: 'plus', text: 'Order taken' }),
  'order.updated': (data) => ({ icon: 'pencil', text: `Changed: ${changedWords(data)}` }),
  'order.status_updated': (data, fmt) => moved(data, fmt),
  'order.images_added': (data) => ({ icon: 'image-plus', text: photosAdded(data) }),
  'order.image_removed': () => ({ icon: 'trash-2', text: 'Photo deleted' }),
  'order.image_shared': () => ({ icon: 'eye', text: 'Photo shared with the customer' }),
  'order.image_unshared': () => ({ icon: 'eye-off', text: 'Photo no longer shared' }),
  'order.tracking_renewed': () => ({ icon: 'rotate-ccw', text: 'New tracking link' }),
  'order.tracking_revoked': () => ({ icon: 'ban', text: 'Tracking link withdrawn' }),
  'order.archived': () => ({ icon: 'inbox', text: 'Archived' }),
  'order.restored': () => ({ icon: 'rotate-ccw', text: 'Restored' }),
  'payment.recorded': (data, fmt) => ({ icon: 'banknote', text: paid(data, fmt) }),
  'payment.reversed': (data, fmt) => ({ icon: 'undo-2', text: takenBack(data, fmt) }),
}

/** Newest first, as the log gives it. An event this version does not know is told by its type. */
export function timelineOf(events: readonly EventRow[], fmt: Formats): TimelineEntry[] {
  return events.map((event) => {
    const tell = TELL[event.type] ?? (() => ({ icon: 'history' as const, text: event.type }))
    return { ...tell(event.data, fmt), by: event.actor, at: event.at }
  })
}

function moved(data: Data, fmt: Formats): { icon: IconName; text: string } {
  const { before, after } = data.status as Record<'before' | 'after', OrderStatus>
  const { label, icon } = ORDER_STATUS[after]
  if (data.undoes) return { icon: 'undo-2', text: `Undone: ${label.toLowerCase()} again` }
  const was = `${label} (was ${ORDER_STATUS[before].label.toLowerCase()})`
  return { icon, text: [was, kept(data, fmt), passed(data, fmt)].join('') }
}

/** What stays with the shop of a cancelled order. */
function kept({ retainedAmount, status }: Data, fmt: Formats): string {
  const { after } = status as { after: OrderStatus }
  if (!retainedAmount || after !== 'cancelled') return ''
  return `, ${fmt.moneyOf((retainedAmount as { after: string }).after)} kept`
}

/** Why it went on without the money. */
function passed({ override }: Data, fmt: Formats): string {
  if (!override) return ''
  const { missing, reason } = override as { missing: string; reason: string }
  return `, without ${fmt.moneyOf(missing)} that was missing: ${reason}`
}

const FIELD_WORDS: Record<string, string> = {
  customerId: 'customer',
  employeeId: 'employee',
  deadline: 'deadline',
  shippingAddress: 'shipping address',
  notes: 'notes',
  internalNotes: 'internal notes',
  discount: 'discount',
  totalAmount: 'total',
  retainedAmount: 'what is kept',
  items: 'items',
}

/** They follow from the others. */
const SUMS = ['subtotal', 'discountAmount', 'taxAmount', 'netAmount']

const changedWords = (data: Data) =>
  Object.keys(data)
    .filter((field) => !SUMS.includes(field))
    .map((field) => FIELD_WORDS[field] ?? field)
    .join(', ')

function photosAdded({ images }: Data): string {
  const count = (images as unknown[]).length
  return count === 1 ? 'Photo added' : `${count} photos added`
}

const KIND_WORDS = { deposit: 'Deposit', payment: 'Payment', refund: 'Refund' } as const

function paid({ kind, amount, method }: Data, fmt: Formats): string {
  const words = KIND_WORDS[kind as keyof typeof KIND_WORDS]
  return `${words} of ${fmt.moneyOf(amount as string)}, ${String(method).replace('_', ' ')}`
}

/** The row tells of the reversal: money that goes out takes a payment back. */
function takenBack({ kind, amount, reason, undoes }: Data, fmt: Formats): string {
  const what = `${kind === 'refund' ? 'Payment' : 'Refund'} of ${fmt.moneyOf(amount as string)}`
  return undoes ? `Undone: ${what}` : `${what} taken back: ${reason}`
}
