// An order as the lines of a file say it, put as the API takes it, and checked as the API checks it.
import { CustomerInput } from '../schemas/customers.ts'
import { OrderInput } from '../schemas/orders.ts'
import { check } from '../schemas/validation.ts'
import type { ORDER_COLUMNS, Row } from './import-columns.ts'
import type { LineProblem } from './import-report.ts'
import { plainAmount, plainDay } from './import-values.ts'
import type { FieldError, Refusal } from './refusal.ts'
import { folded } from './text.ts'

export type Name = keyof typeof ORDER_COLUMNS
export type OrderRow = Row<Name>

interface Shop {
  locale: string
  /** Ids by folded names. */
  employees: Map<string, number>
}

export interface Draft {
  customer: CustomerInput
  order: OrderInput
  problems: LineProblem[]
}

export function draftOf({ locale, employees }: Shop, lines: readonly OrderRow[]): Draft {
  const one = ofOrder(lines)
  const customer = given({
    name: one('customerName'),
    phoneNumber: one('customerPhone'),
    email: one('customerEmail'),
  }) as CustomerInput
  const maker = one('employee')
  const deposit = one('deposit')
  const paid = deposit && plainAmount(deposit, locale)
  const order = given({
    employeeId: maker && employees.get(folded(maker)),
    deadline: plainDay(one('deadline') ?? '', locale) || undefined,
    shippingAddress: one('shippingAddress'),
    notes: one('notes'),
    internalNotes: one('internalNotes'),
    deposit: paid && Number(paid) !== 0 ? { amount: paid } : undefined,
    items: lines.map(({ values }) =>
      given({
        itemName: values.itemName,
        description: values.description,
        quantity: values.quantity ?? '1',
        unitPrice: plainAmount(values.unitPrice ?? '', locale) || undefined,
      }),
    ),
  }) as OrderInput
  const wrong = [...check(CustomerInput, customer).map(inCustomer), ...check(OrderInput, order)]
  const problems = wrong.map((error) => problemOf(error, lines))
  if (maker && order.employeeId === undefined) problems.push(nobody(maker, lines))
  return { customer, order, problems: [...problems, ...contradictions(lines)] }
}

const given = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  )

/** The first line that says it says it for the order. */
const ofOrder = (lines: readonly OrderRow[]) => (name: Name) =>
  lines.find(({ values }) => values[name] !== undefined)?.values[name]

const PER_ITEM: ReadonlySet<string> = new Set(['itemName', 'description', 'quantity', 'unitPrice'])

/** Two lines of an order that say two things: one of them belongs to another order. */
function contradictions(lines: readonly OrderRow[]): LineProblem[] {
  const one = ofOrder(lines)
  return lines.flatMap(({ line, values }) =>
    (Object.entries(values) as [Name, string][])
      .filter(([name, value]) => !PER_ITEM.has(name) && value !== one(name))
      .map(([column, value]) => ({
        line,
        column,
        code: 'contradiction',
        detail: `The order has two values here: "${one(column)}" and "${value}".`,
      })),
  )
}

const nobody = (name: string, lines: readonly OrderRow[]): LineProblem => ({
  line: lines.find(({ values }) => values.employee)?.line ?? 0,
  column: 'employee',
  code: 'reference',
  detail: `There is no employee "${name}". Leave it empty, or write the name as the list of employees has it.`,
})

const inCustomer = (error: FieldError) => ({ ...error, pointer: `/customer${error.pointer}` })

/** Fields of an order by the columns of the file. */
const COLUMN: Record<string, Name> = {
  '/customer/name': 'customerName',
  '/customer/phoneNumber': 'customerPhone',
  '/customer/email': 'customerEmail',
  '/employeeId': 'employee',
  '/deposit/amount': 'deposit',
}

/** '/items/1/unitPrice' is the price in the second line of the order. */
function problemOf({ pointer, code, detail }: FieldError, lines: readonly OrderRow[]): LineProblem {
  const item = /^\/items\/(\d+)(?:\/(\w+))?/.exec(pointer)
  const line = lines[Number(item?.[1] ?? 0)]?.line ?? lines[0]?.line ?? 0
  return { line, column: item?.[2] ?? COLUMN[pointer] ?? pointer.slice(1), code, detail }
}

/** What has no field: more paid than the order costs. */
export const problemsOf = ({ extras, code, message }: Refusal, lines: readonly OrderRow[]) =>
  extras.errors?.map((error) => problemOf(error, lines)) ?? [
    {
      line: lines[0]?.line ?? 0,
      column: code === 'exceeds_balance' ? 'deposit' : '',
      code,
      detail: message,
    },
  ]
