// The order form: how its flat fields become an order's input, and an order its fields.

import { formatAmount } from '../../services/money.ts'
import type { Order } from '../../services/order-types.ts'
import type { Settings } from '../../services/settings.ts'
import { dayOf, momentIn, timeOf } from '../../services/shop-time.ts'
import { amountTyped, type ByField, type Form, inputOf, valuesOf } from './forms.ts'

export interface Row {
  id: string
  itemName: string
  description: string
  quantity: string
  unitPrice: string
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
}

/**
 * What a browser sent, with rows nobody typed into left out, so that the rest is numbered without gaps;
 * without the row whose button was pressed too.
 */
export function typedOrder(form: Form): OrderFormState {
  const removed = `items.${form.removeRow}.`
  const left = Object.entries(form).filter(([name]) => !name.startsWith(removed))
  const items = (inputOf(Object.fromEntries(left)).items ?? []) as Partial<Row>[]
  const rows = items.filter(isTyped).map((row) => ({ ...BLANK_ROW, ...row }))
  return { values: valuesOf(form), rows }
}

const isTyped = ({ quantity, ...rest }: Partial<Row>) => Object.keys(rest).length > 0

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
    ...(isNew ? { customer: input.customer ?? {} } : pick(input, ['customerId'])),
    items: rows.map(presentFields),
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

const presentFields = (row: Row) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, name === 'unitPrice' ? amountTyped(value) : value]),
  )

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
  }
  const rows = order.items.map((item) => ({
    id: String(item.id),
    itemName: item.itemName,
    description: item.description ?? '',
    quantity: String(item.quantity),
    unitPrice: formatAmount(item.unitPrice, currency),
  }))
  return { values: Object.assign(Object.create(null), values), rows }
}
