// The order form: how its flat fields become an order's input, and an order its fields.

import { formatAmount } from '../../services/money.ts'
import type { Order } from '../../services/order-types.ts'
import type { Settings } from '../../services/settings.ts'
import { dayOf, momentIn, timeOf } from '../../services/shop-time.ts'
import { type ByField, type Form, inputOf, valuesOf } from './forms.ts'

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

/** What a browser sent, with rows nobody typed into left out, so that the rest is numbered without gaps. */
export function typedOrder(form: Form): OrderFormState {
  const items = (inputOf(form).items ?? []) as Partial<Row>[]
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
    ...(input.deadline ? { deadline: deadlineOf(input, timeZone) } : {}),
    ...(isNew ? { customer: input.customer ?? {} } : pick(input, ['customerId'])),
    items: rows.map(presentFields),
    ...depositOf(input.deposit),
  }
}

/** A method alone is no deposit: the select always has one. */
function depositOf(deposit: unknown) {
  const { amount } = (deposit ?? {}) as { amount?: string }
  return amount ? { deposit } : {}
}

/** A day, or with a time the moment that it is in the shop. */
const deadlineOf = ({ deadline, deadlineTime }: Record<string, unknown>, timeZone: string) =>
  deadlineTime ? momentIn(`${deadline}T${deadlineTime}`, timeZone) : deadline

const pick = (source: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in source).map((name) => [name, source[name]]))

const presentFields = (row: Row) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== '')
      // A comma is how many people write the decimals.
      .map(([name, value]) => [name, name === 'unitPrice' ? value.replace(',', '.') : value]),
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

export interface Difference {
  label: string
  yours: string
  theirs: string
}

const LABELS: Record<string, string> = {
  customerId: 'Customer',
  employeeId: 'Employee',
  deadline: 'Deadline',
  deadlineTime: 'Time',
  notes: 'Notes',
  internalNotes: 'Internal notes',
  shippingAddress: 'Shipping address',
}

/** Where what was typed differs from what is stored now. */
export function differencesOf(typed: OrderFormState, stored: OrderFormState): Difference[] {
  const fields = Object.entries(LABELS).map(([name, label]) => ({
    label,
    yours: typed.values[name] ?? '',
    theirs: stored.values[name] ?? '',
  }))
  const items = { label: 'Items', yours: linesOf(typed.rows), theirs: linesOf(stored.rows) }
  return [...fields, items].filter(({ yours, theirs }) => yours !== theirs)
}

const linesOf = (rows: readonly Row[]) =>
  rows.map((row) => `${row.quantity} × ${row.itemName} at ${row.unitPrice}`).join('\n')
