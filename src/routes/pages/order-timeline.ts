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
  'order.status_updated': (data) => moved(data),
  'order.images_added': (data) => ({ icon: 'image-plus', text: photosAdded(data) }),
  'order.image_removed': () => ({ icon: 'trash-2', text: 'Photo deleted' }),
  'order.archived': () => ({ icon: 'inbox', text: 'Archived' }),
  'order.restored': () => ({ icon: 'rotate-ccw', text: 'Restored' }),
  'payment.recorded': (data, fmt) => ({ icon: 'banknote', text: paid(data, fmt) }),
}

/** Newest first, as the log gives it. An event this version does not know is told by its type. */
export function timelineOf(events: readonly EventRow[], fmt: Formats): TimelineEntry[] {
  return events.map((event) => {
    const tell = TELL[event.type] ?? (() => ({ icon: 'history' as const, text: event.type }))
    return { ...tell(event.data, fmt), by: event.actor, at: event.at }
  })
}

function moved({ status }: Data): { icon: IconName; text: string } {
  const { before, after } = status as Record<'before' | 'after', OrderStatus>
  const { label, icon } = ORDER_STATUS[after]
  return { icon, text: `${label} (was ${ORDER_STATUS[before].label.toLowerCase()})` }
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
