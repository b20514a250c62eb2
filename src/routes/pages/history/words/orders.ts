// Descriptions of order events: a line for the order's page, a sentence for the activity page.
import type { EventData } from '../../../../schemas/events/types.ts'
import type { OrderStatus } from '../../../../schemas/orders/status.ts'
import type { OrderEventType } from '../../../../services/shared/events/read.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import type { IconName } from '../../../../views/helpers/icons.ts'
import { ORDER_STATUS } from '../../../../views/helpers/labels/status.ts'
import { changedFields } from './fields.ts'
import type { Sentence } from './sentence.ts'

export interface OrderEventWords extends Sentence {
  /** For the order's page: "Ready (was in progress)". */
  line: string
}

export type OrderWords = {
  readonly [Type in OrderEventType]: (data: EventData<Type>, fmt: Formats) => OrderEventWords
}

const words = (icon: IconName, line: string, verb: string, rest = '') => ({
  icon,
  line,
  verb,
  rest,
})

export const ORDER_WORDS: OrderWords = {
  'order.placed': () => words('plus', 'Order taken', 'took order'),
  'order.updated': updateWords,
  'order.status_updated': moveWords,
  'order.images_added': photosAdded,
  'order.image_removed': () => words('trash-2', 'Photo deleted', 'deleted a photo of'),
  'order.image_shared': () => words('eye', 'Photo shared with the customer', 'shared a photo of'),
  'order.image_unshared': () =>
    words('eye-off', 'Photo no longer shared', 'no longer shares a photo of'),
  'order.material_issued': ({ sku, quantity }, fmt) =>
    words(
      'scissors',
      `Material issued: ${fmt.number(quantity)} × ${sku}`,
      'issued material to',
      `: ${fmt.number(quantity)} × ${sku}`,
    ),
  'order.material_returned': ({ sku, quantity }, fmt) =>
    words(
      'rotate-ccw',
      `Material given back: ${fmt.number(quantity)} × ${sku}`,
      'gave back material of',
      `: ${fmt.number(quantity)} × ${sku}`,
    ),
  'order.tracking_renewed': () =>
    words('rotate-ccw', 'New tracking link', 'made a new tracking link for'),
  'order.tracking_revoked': () =>
    words('ban', 'Tracking link turned off', 'turned off the tracking link of'),
  'order.archived': () => words('inbox', 'Archived', 'archived'),
  'order.restored': () => words('rotate-ccw', 'Restored', 'restored'),
  'payment.recorded': paymentWords,
  'payment.reversed': reversalWords,
}

function updateWords(data: EventData<'order.updated'>): OrderEventWords {
  const fields = changedFields(data)
  return words('pencil', `Changed: ${fields}`, 'changed', `: ${fields}`)
}

const MOVED: Record<OrderStatus, [verb: string, rest: string]> = {
  pending: ['put', 'back to pending'],
  in_progress: ['started work on', ''],
  ready: ['marked', 'ready'],
  completed: ['handed over', ''],
  cancelled: ['cancelled', ''],
}

function moveWords(data: EventData<'order.status_updated'>, fmt: Formats): OrderEventWords {
  const { before, after } = data.status
  const { icon } = ORDER_STATUS[after]
  const isRework = before === 'ready' && after === 'in_progress'
  const [verb, rest] = isRework ? ['took', 'back into work'] : MOVED[after]
  return {
    ...words(icon, movedLine(data, fmt), verb, rest),
    ...(data.undoes && { icon: 'undo-2' }),
  }
}

function movedLine(data: EventData<'order.status_updated'>, fmt: Formats): string {
  const { before, after } = data.status
  const { label } = ORDER_STATUS[after]
  if (data.undoes) return `Undone: ${label.toLowerCase()} again`
  const was = `${label} (was ${ORDER_STATUS[before].label.toLowerCase()})`
  return [was, cancellationFee(data, fmt), overrideWords(data, fmt)].join('')
}

function cancellationFee(
  { retainedAmount, status }: EventData<'order.status_updated'>,
  fmt: Formats,
): string {
  if (!retainedAmount || status.after !== 'cancelled') return ''
  return `, cancellation fee ${fmt.moneyOf(retainedAmount.after)}`
}

const overrideWords = ({ override }: EventData<'order.status_updated'>, fmt: Formats): string =>
  override ? `, without payment of ${fmt.moneyOf(override.missing)}: ${override.reason}` : ''

function photosAdded({ images }: EventData<'order.images_added'>): OrderEventWords {
  const count = images.length
  return count === 1
    ? words('image-plus', 'Photo added', 'added a photo to')
    : words('image-plus', `${count} photos added`, `added ${count} photos to`)
}

const PAID = {
  deposit: { noun: 'Deposit', verb: 'took a deposit of' },
  payment: { noun: 'Payment', verb: 'took a payment of' },
  refund: { noun: 'Refund', verb: 'refunded' },
} as const

function paymentWords(
  { kind, ...data }: EventData<'payment.recorded'>,
  fmt: Formats,
): OrderEventWords {
  const { noun, verb } = PAID[kind]
  const amount = fmt.moneyOf(data.amount)
  const line = `${noun} of ${amount}, ${data.method.replace('_', ' ')}`
  return words('banknote', line, `${verb} ${amount} for`)
}

/** `kind` is that of the reversing row: an outgoing amount reverses a payment. */
function reversalWords(
  { kind, reason, undoes, ...data }: EventData<'payment.reversed'>,
  fmt: Formats,
): OrderEventWords {
  const amount = fmt.moneyOf(data.amount)
  const payment = `${kind === 'refund' ? 'Payment' : 'Refund'} of ${amount}`
  const why = reason ? `: ${reason}` : ''
  const line = undoes ? `Undone: ${payment}` : `${payment} reversed${why}`
  return words('undo-2', line, `reversed ${amount} of`)
}
