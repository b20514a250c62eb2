// What happened, as one says it across the counter: "Rosa marked #1042 ready".
import type { OrderStatus } from '../../schemas/order-status.ts'
import type { Activity } from '../../services/activity.ts'
import type { Formats } from '../../services/formats.ts'
import type { IconName } from '../../views/icons.ts'
import { ORDER_STATUS } from '../../views/status-labels.ts'

export interface Sentence {
  icon: IconName
  /** Before the name of the thing: "marked". */
  verb: string
  /** After it: "ready". */
  rest: string
}

type Data = Record<string, unknown>
type Tell = (data: Data, fmt: Formats) => Sentence

const say = (icon: IconName, verb: string, rest = ''): Sentence => ({ icon, verb, rest })

const TELL: Record<string, Tell> = {
  'order.placed': () => say('plus', 'took order'),
  'order.updated': (data) => say('pencil', 'changed', changedFields(data)),
  'order.status_updated': (data) => moved(data),
  'order.images_added': (data) => say('image-plus', photosOf(data), ''),
  'order.image_removed': () => say('trash-2', 'deleted a photo of'),
  'order.image_shared': () => say('eye', 'shared a photo of'),
  'order.image_unshared': () => say('eye-off', 'no longer shares a photo of'),
  'order.tracking_renewed': () => say('rotate-ccw', 'made a new tracking link for'),
  'order.tracking_revoked': () => say('ban', 'withdrew the tracking link of'),
  'order.archived': () => say('inbox', 'archived'),
  'order.restored': () => say('rotate-ccw', 'restored'),
  'payment.recorded': (data, fmt) => paid(data, fmt),
  'payment.reversed': (data, fmt) => say('undo-2', `reversed ${amountOf(data, fmt)} of`),
  'customer.created': () => say('user-plus', 'added customer'),
  'customer.updated': (data) => say('pencil', 'changed customer', changedFields(data)),
  'employee.created': () => say('user-plus', 'added employee'),
  'employee.updated': (data) => say('pencil', 'changed employee', changedFields(data)),
  'user.created': () => say('user-plus', 'opened an account for'),
  'user.updated': (data) => say('user-cog', 'changed the account of', changedFields(data)),
  'user.deleted': (data) => say('trash-2', 'deleted the account', String(data.email ?? '')),
  'user.signed_in': () => say('log-in', 'signed in'),
  'user.signed_out': () => say('log-out', 'signed out'),
  'user.session_revoked': () => say('shield', 'ended a session of'),
  'settings.created': () => say('settings', 'set up'),
  'settings.updated': (data) => say('settings', 'changed', changedFields(data)),
  'settings.logo_changed': () => say('image', 'changed the logo of'),
}

/** An event that this version has no words for is told by its type. */
export function sentenceOf({ type, data }: Activity, fmt: Formats): Sentence {
  const tell = TELL[type]
  if (tell) return tell(data, fmt)
  const [noun = '', verb = ''] = type.replaceAll('_', ' ').split('.')
  return say('history', `${verb} ${noun}`)
}

const MARKED: Partial<Record<OrderStatus, [verb: string, rest: string]>> = {
  pending: ['put', 'back to pending'],
  in_progress: ['started work on', ''],
  completed: ['handed over', ''],
  cancelled: ['cancelled', ''],
}

function moved({ status }: Data): Sentence {
  const { before, after } = status as Record<'before' | 'after', OrderStatus>
  const { label, icon } = ORDER_STATUS[after]
  if (before === 'ready' && after === 'in_progress') return say(icon, 'took', 'back into work')
  const [verb, rest] = MARKED[after] ?? ['marked', label.toLowerCase()]
  return say(icon, verb, rest)
}

function photosOf({ images }: Data): string {
  const count = Array.isArray(images) ? images.length : 1
  return count === 1 ? 'added a photo to' : `added ${count} photos to`
}

const PAID: Record<string, string> = {
  deposit: 'took a deposit of',
  payment: 'took a payment of',
  refund: 'gave back',
}

const amountOf = ({ amount }: Data, fmt: Formats) => fmt.moneyOf(String(amount))

const paid = (data: Data, fmt: Formats): Sentence =>
  say('banknote', `${PAID[String(data.kind)] ?? 'recorded'} ${amountOf(data, fmt)} for`)

/** Fields that changed in an event, for a sentence: ": notes, deadline". */
function changedFields(data: Data): string {
  const changed = Object.entries(data).filter(([, value]) => isChange(value))
  return changed.length === 0 ? '' : `: ${changed.map(([field]) => fieldWords(field)).join(', ')}`
}

/** A field before and after, as `differences` writes it. */
export const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value

const FIELD: Record<string, string> = {
  customerId: 'customer',
  employeeId: 'made by',
  fullName: 'name',
  isActive: 'may sign in',
  totalAmount: 'total',
  paidAmount: 'paid',
  itemName: 'item',
  email: 'e-mail',
}

/** `shippingAddress` becomes "shipping address". */
export const fieldWords = (field: string): string =>
  FIELD[field] ?? field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
