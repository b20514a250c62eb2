// Order form fields: conversion of flat fields to an order's input, and of an order to fields.

import { dictionary } from '../../../../lib/dictionary.ts'
import { formatLocalNumber } from '../../../../lib/money/local-format.ts'
import { formatPercent } from '../../../../lib/money/percents.ts'
import { dayOf, momentIn, timeOf } from '../../../../lib/time/shop-time.ts'
import { PERCENT_DIGITS } from '../../../../schemas/shared/percents.ts'
import type { Discounted } from '../../../../services/orders/prices/arithmetic.ts'
import type { Order } from '../../../../services/orders/types.ts'
import type { Settings } from '../../../../services/shop/settings/read.ts'
import type { ItemRow } from '../../../../views/contexts/orders/form.ts'
import { type Formats, formatsFor } from '../../../../views/helpers/formats.ts'
import { type ByField, type Form, inputOf, textIn, textsIn, valuesOf } from '../../forms.ts'

export interface OrderFormState {
  /** Typed values by field name, without the rows. */
  values: ByField
  rows: ItemRow[]
}

export const BLANK_ROW: ItemRow = {
  id: '',
  variantId: '',
  itemName: '',
  description: '',
  quantity: '1',
  unitPrice: '',
  discountPercent: '',
  discountAmount: '',
}

/**
 * Fields of a posted form, without untyped rows and the row whose remove button was pressed; the others are renumbered
 * without gaps.
 */
export function readOrderForm(form: Form): OrderFormState {
  const removed = `items.${form.removeRow}.`
  const left = Object.entries(form).filter(([name]) => !name.startsWith(removed))
  const { items } = inputOf(Object.fromEntries(left))
  return { values: valuesOf(form), rows: rowsIn(items) }
}

/** Rows with known fields only: names can be forged (`items=x`, `items.0.itemName.x=1`). */
export const rowsIn = (items: unknown): ItemRow[] =>
  Array.isArray(items) ? items.filter(isTyped).map(rowOf) : []

function isTyped(item: unknown): boolean {
  const { quantity, ...rest } = Object(item) as Partial<ItemRow>
  return typeof item === 'object' && Object.keys(rest).length > 0
}

function rowOf(item: { discount?: unknown }): ItemRow {
  const { percent = '', amount = '' } = textsIn(item.discount)
  return { ...BLANK_ROW, discountPercent: percent, discountAmount: amount, ...textsIn(item) }
}

interface TypedDiscount {
  percent?: string
  amount?: string
}

/** Input of the service, of the same shape as the JSON body. */
export function orderInputOf(form: Form, timeZone: string): Record<string, unknown> {
  const { rows } = readOrderForm(form)
  const input = inputOf(form)
  const isNew = input.customerId === 'new' || (!input.customerId && input.customer)
  const nullable = ['employeeId', 'deadline', 'notes', 'internalNotes', 'shippingAddress']
  const emptied = nullable.filter((name) => name in form).map((name) => [name, null])
  return {
    ...Object.fromEntries(emptied),
    ...pick(input, ['employeeId', 'notes', 'internalNotes', 'shippingAddress']),
    ...(input.deadline || input.deadlineTime ? { deadline: deadlineOf(input, timeZone) } : {}),
    ...('discount.percent' in form && { discount: discountTyped(textsIn(input.discount)) }),
    ...(isNew ? { customer: input.customer ?? {} } : pick(input, ['customerId'])),
    items: rows.map(itemInput),
    ...depositOf(input.deposit),
  }
}

/** A payment method alone is no deposit: the select always has a value. */
function depositOf(deposit: unknown) {
  const { amount, ...rest } = textsIn(deposit)
  return amount ? { deposit: { ...rest, amount } } : {}
}

/** A day, or the moment in the shop's time zone if a time was typed; validation refuses a time alone. */
const deadlineOf = ({ deadline, deadlineTime }: Record<string, unknown>, timeZone: string) =>
  deadlineTime ? momentIn(`${textIn(deadline)}T${textIn(deadlineTime)}`, timeZone) : deadline

const pick = (source: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in source).map((name) => [name, source[name]]))

function itemInput({ discountPercent: percent, discountAmount: amount, ...row }: ItemRow) {
  const present = Object.entries(row).filter(([, value]) => value !== '')
  return { ...Object.fromEntries(present), discount: discountTyped({ percent, amount }) }
}

/** `undefined` if both fields are blank; validation refuses two filled ones. */
function discountTyped({ percent, amount }: TypedDiscount) {
  if (!percent && !amount) return null
  return { ...(percent && { percent }), ...(amount && { amount }) }
}

export function orderFields(order: Order, settings: Settings): OrderFormState {
  const { locale, timeZone } = settings
  const { amount } = formatsFor(settings)
  const isMoment = order.deadline !== null && order.deadline.length > 10
  const values = {
    customerId: String(order.customerId),
    employeeId: String(order.employeeId ?? ''),
    deadline: isMoment ? dayOf(order.deadline ?? '', timeZone) : (order.deadline ?? ''),
    deadlineTime: isMoment ? timeOf(order.deadline ?? '', timeZone) : '',
    notes: order.notes ?? '',
    internalNotes: order.internalNotes ?? '',
    shippingAddress: order.shippingAddress ?? '',
    'discount.percent': percentOf(order, locale),
    'discount.amount': amountOf(order, amount),
  }
  const rows = order.items.map((item) => ({
    id: String(item.id),
    variantId: String(item.variantId ?? ''),
    itemName: item.itemName,
    description: item.description ?? '',
    quantity: String(item.quantity),
    unitPrice: amount(item.unitPrice),
    discountPercent: percentOf(item, locale),
    discountAmount: amountOf(item, amount),
  }))
  return { values: dictionary(values), rows }
}

const percentOf = ({ discountKind, discountValue }: Discounted, locale: string) =>
  discountKind === 'percent'
    ? formatLocalNumber(formatPercent(discountValue ?? 0, PERCENT_DIGITS), locale)
    : ''

const amountOf = ({ discountKind, discountValue }: Discounted, written: Formats['amount']) =>
  discountKind === 'amount' ? written(discountValue ?? 0) : ''
