// Converts the rows of an order in an import file to the API's input, and validates it the same way.

import { type Static, Type } from '@sinclair/typebox'
import type { FieldError, Refusal } from '../../../lib/errors/refusal.ts'
import { currencyDigits } from '../../../lib/money/amounts.ts'
import { type NumberLocale, shopMarks } from '../../../lib/money/number-separators.ts'
import { amountReadings } from '../../../lib/money/typed-amount.ts'
import { parseWrittenDay } from '../../../lib/time/parse-day.ts'
import { OrderInput } from '../../../schemas/orders/index.ts'
import { CustomerInput } from '../../../schemas/people/customers.ts'
import { checkTyped } from '../../../schemas/validation/typed-input.ts'
import { check } from '../../../schemas/validation/validator.ts'
import type { FindEmployee, NamedEmployee } from '../../people/employees/names.ts'
import type { ORDER_COLUMNS, Row } from '../columns.ts'
import type { LineProblem } from '../report.ts'

export type Name = keyof typeof ORDER_COLUMNS
export type OrderRow = Row<Name>

interface Shop extends NumberLocale {
  findEmployee: FindEmployee
}

/** What a file can say of an order. Without the rest, its validator is compiled in half the time. */
export const ImportedOrder = Type.Pick(OrderInput, [
  'employeeId',
  'deadline',
  'shippingAddress',
  'notes',
  'internalNotes',
  'deposit',
  'items',
])

export interface Draft {
  customer: CustomerInput
  order: Static<typeof ImportedOrder>
  problems: LineProblem[]
}

/** One line above the limit of items suffices to refuse an order; 2,000 would be checked in one turn, for 100 ms. */
const MOST_LINES = (OrderInput.properties.items.maxItems ?? 0) + 1

export function draftOf(shop: Shop, allLines: readonly OrderRow[]): Draft {
  const { locale, findEmployee } = shop
  const lines = allLines.slice(0, MOST_LINES)
  const one = ofOrder(lines)
  const customer = withoutEmpty({
    name: one('customerName'),
    phoneNumber: one('customerPhone'),
    email: one('customerEmail'),
  }) as CustomerInput
  const name = one('employee')
  const maker = name === undefined ? undefined : findEmployee(name)
  const deposit = one('deposit')
  const typed = withoutEmpty({
    employeeId: maker && 'id' in maker ? maker.id : undefined,
    deadline: parseWrittenDay(one('deadline') ?? '', locale) || undefined,
    shippingAddress: one('shippingAddress'),
    notes: one('notes'),
    internalNotes: one('internalNotes'),
    deposit: deposit && !isZero(deposit, shop) ? { amount: deposit } : undefined,
    items: lines.map(({ values }) =>
      withoutEmpty({
        itemName: values.itemName,
        description: values.description,
        quantity: values.quantity ?? '1',
        unitPrice: values.unitPrice,
      }),
    ),
  })
  const { value: order, errors } = checkTyped(ImportedOrder, typed, shop)
  const wrong = [...check(CustomerInput, customer).map(inCustomer), ...errors]
  const problems = wrong.map((error) => problemOf(error, lines))
  if (maker && 'code' in maker) problems.push(employeeProblem(maker, lines))
  return { customer, order, problems: [...problems, ...contradictions(lines)] }
}

/** '0,00 €' in the paid column means no payment. */
const isZero = (typed: string, shop: Shop) =>
  /^0+(\.0+)?$/.test(
    amountReadings(typed, shopMarks(shop), currencyDigits(shop.currency)).join(' '),
  )

const withoutEmpty = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  )

const ofOrder = (lines: readonly OrderRow[]) => (name: Name) =>
  lines.find(({ values }) => values[name] !== undefined)?.values[name]

const PER_ITEM: ReadonlySet<string> = new Set(['itemName', 'description', 'quantity', 'unitPrice'])

/** Rows of one order with different values: one of them belongs to another order. */
function contradictions(lines: readonly OrderRow[]): LineProblem[] {
  const one = ofOrder(lines)
  return lines.flatMap(({ line, values }) =>
    (Object.entries(values) as [Name, string][])
      .filter(([name, value]) => !PER_ITEM.has(name) && value !== one(name))
      .map(([column, value]) => ({
        line,
        column,
        code: 'contradiction',
        detail: `The order has two values here: "${one(column)}" and "${value}". Use one of them in all its lines.`,
      })),
  )
}

const employeeProblem = (
  { code, detail }: Exclude<NamedEmployee, { id: number }>,
  lines: readonly OrderRow[],
): LineProblem => ({
  line: lines.find(({ values }) => values.employee)?.line ?? 0,
  column: 'employee',
  code,
  detail,
})

const inCustomer = (error: FieldError) => ({ ...error, pointer: `/customer${error.pointer}` })

const COLUMN: Record<string, Name> = {
  '/customer/name': 'customerName',
  '/customer/phoneNumber': 'customerPhone',
  '/customer/email': 'customerEmail',
  '/employeeId': 'employee',
  '/deposit/amount': 'deposit',
}

/** '/items/1/unitPrice' is the price in the second row of the order. */
function problemOf({ pointer, code, detail }: FieldError, lines: readonly OrderRow[]): LineProblem {
  const item = /^\/items\/(\d+)(?:\/(\w+))?/.exec(pointer)
  const line = lines[Number(item?.[1] ?? 0)]?.line ?? lines[0]?.line ?? 0
  return { line, column: item?.[2] ?? COLUMN[pointer] ?? pointer.slice(1), code, detail }
}

/** Refusals without a field, such as a payment above the total. */
export const problemsOf = ({ extras, code, message }: Refusal, lines: readonly OrderRow[]) =>
  extras.errors?.map((error) => problemOf(error, lines)) ?? [
    {
      line: lines[0]?.line ?? 0,
      column: code === 'exceeds_balance' ? 'deposit' : '',
      code,
      detail: message,
    },
  ]
