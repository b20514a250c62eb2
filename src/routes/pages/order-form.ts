// The order form: how its flat fields become an order's input, and an order its fields.

import { PERCENT_DIGITS } from '../../schemas/prices.ts'
import { formatAmount } from '../../services/money.ts'
import type { Order } from '../../services/order-types.ts'
import { formatPercent } from '../../services/percents.ts'
import type { Discounted } from '../../services/prices.ts'
import type { Settings } from '../../services/settings.ts'
import { dayOf, momentIn, timeOf } from '../../services/shop-time.ts'
import { amountTyped, type ByField, type Form, inputOf, percentTyped, valuesOf } from './forms.ts'

export interface Row {
  id: string
  itemName: string
  description: string
  quantity: string
  unitPrice: string
  /** One of the two, or neither. */
  discountPercent: string
  discountAmount: string
}

export interface OrderFormState {
  /** Typed values by field name; rows apart. */
  values: ByField
  rows: Row[]
}

export const BLANK_ROW: Row = {
  id: '',
  itemName: '',
  description: '',
  quantity: '1',
  unitPrice: '',
  discountPercent: '',
  discountAmount: '',
}

/**
 * What a browser sent, with rows nobody typed into left out, so that the rest is numbered without gaps;
 * without the row whose button was pressed too.
 */
export function typedOrder(form: Form): OrderFormState {
  const removed = `items.${form.removeRow}.`
  const left = Object.entries(form).filter(([name]) => !name.startsWith(removed))
  const items = (inputOf(Object.fromEntries(left)).items ?? []) as TypedItem[]
  const rows = items.filter(isTyped).map(rowOf)
  return { values: valuesOf(form), rows }
}

interface TypedDiscount {
  percent?: string
  amount?: string
}

type TypedItem = Partial<Row> & { discount?: TypedDiscount }

const isTyped = ({ quantity, ...rest }: TypedItem) => Object.keys(rest).length > 0

const rowOf = ({ discount = {}, ...row }: TypedItem): Row => ({
  ...BLANK_ROW,
  ...row,
  discountPercent: discount.percent ?? '',
  discountAmount: discount.amount ?? '',
})

/** The input of the service: the same shape that the JSON route takes. */
export function orderInputOf(form: Form, timeZone: string): Record<string, unknown> {
  const { rows } = typedOrder(form)
  const input = inputOf(form)
  const isNew = input.customerId === 'new' || (!input.customerId && input.customer)
  const nullable = ['employeeId', 'deadline', 'notes', 'internalNotes', 'shippingAddress']
  const emptied = nullable.filter((name) => name in form).map((name) => [name, null])
  return {
    ...Object.fromEntries(emptied),
    ...pick(input, ['employeeId', 'notes', 'internalNotes', 'shippingAddress']),
    ...(input.deadline || input.deadlineTime ? { deadline: deadlineOf(input, timeZone) } : {}),
    ...('discount.percent' in form && { discount: discountTyped(input.discount ?? {}) }),
    ...(isNew ? { customer: input.customer ?? {} } : pick(input, ['customerId'])),
    items: rows.map(itemInput),
    ...depositOf(input.deposit),
  }
}

/** A method alone is no deposit: the select always has one. */
function depositOf(deposit: unknown) {
  const { amount, ...rest } = (deposit ?? {}) as { amount?: string }
  return amount ? { deposit: { ...rest, amount: amountTyped(amount) } } : {}
}

/** A day, or with a time the moment that it is in the shop; a time alone is refused there. */
const deadlineOf = ({ deadline, deadlineTime }: Record<string, unknown>, timeZone: string) =>
  deadlineTime ? momentIn(`${deadline}T${deadlineTime}`, timeZone) : deadline

const pick = (source: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in source).map((name) => [name, source[name]]))

function itemInput({ discountPercent: percent, discountAmount: amount, ...row }: Row) {
  const present = Object.entries(row)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, name === 'unitPrice' ? amountTyped(value) : value])
  return { ...Object.fromEntries(present), discount: discountTyped({ percent, amount }) }
}

/** Two blank fields say that there is none; two filled ones are refused there. */
function discountTyped({ percent, amount }: TypedDiscount) {
  if (!percent && !amount) return null
  return {
    ...(percent && { percent: percentTyped(percent) }),
    ...(amount && { amount: amountTyped(amount) }),
  }
}

/** The form of an order that is there already. */
export function orderFields(order: Order, { currency, timeZone }: Settings): OrderFormState {
  const isMoment = order.deadline !== null && order.deadline.length > 10
  const values = {
    customerId: String(order.customerId),
    employeeId: String(order.employeeId ?? ''),
    deadline: isMoment ? dayOf(order.deadline ?? '', timeZone) : (order.deadline ?? ''),
    deadlineTime: isMoment ? timeOf(order.deadline ?? '', timeZone) : '',
    notes: order.notes ?? '',
    internalNotes: order.internalNotes ?? '',
    shippingAddress: order.shippingAddress ?? '',
    'discount.percent': percentOf(order),
    'discount.amount': amountOf(order, currency),
  }
  const rows = order.items.map((item) => ({
    id: String(item.id),
    itemName: item.itemName,
    description: item.description ?? '',
    quantity: String(item.quantity),
    unitPrice: formatAmount(item.unitPrice, currency),
    discountPercent: percentOf(item),
    discountAmount: amountOf(item, currency),
  }))
  return { values: Object.assign(Object.create(null), values), rows }
}

const percentOf = ({ discountKind, discountValue }: Discounted) =>
  discountKind === 'percent' ? formatPercent(discountValue ?? 0, PERCENT_DIGITS) : ''

const amountOf = ({ discountKind, discountValue }: Discounted, currency: string) =>
  discountKind === 'amount' ? formatAmount(discountValue ?? 0, currency) : ''
