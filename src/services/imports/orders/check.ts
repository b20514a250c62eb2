// Imports orders from CSV: one row per item, and rows with the same reference are one order. Fields of the order may be
// in each of its rows, or only in the first.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../../db/database.ts'
import { yieldToEventLoop } from '../../../lib/concurrency/event-loop.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { CustomerInput } from '../../../schemas/people/customers.ts'
import { prepareChecks } from '../../../schemas/validation/validator.ts'
import { checkOrder, createOrder } from '../../orders/entry.ts'
import { employeesByName, type FindEmployee } from '../../people/employees/names.ts'
import type { Change } from '../../shared/change.ts'
import { findSettings } from '../../shop/settings/read.ts'
import { type Rows, requireColumns } from '../columns.ts'
import { CustomerMatcher } from '../customers/matcher.ts'
import { findImported, storeImportReference } from '../imported-rows.ts'
import type { Findings, LineProblem } from '../report.ts'
import type { ImportedUnit, Unit } from '../runs/units.ts'
import {
  type Draft,
  draftOf,
  ImportedOrder,
  type Name,
  type OrderRow,
  problemsOf,
} from './draft.ts'

interface Shop {
  db: Reader
  currency: string
  locale: string
  findEmployee: FindEmployee
  customers: CustomerMatcher
  findings: Findings
}

/** @returns the new ones; errors go to the findings */
export async function checkOrders(
  db: Reader,
  rows: Rows<Name>,
  findings: Findings,
): Promise<Unit[]> {
  if (requireColumns(rows, findings, NEEDED)) return []
  await prepareChecks([CustomerInput, ImportedOrder])
  const orders = byReference(rows.rows, findings)
  const before = await findImported(db, 'order', [...orders.keys()])
  const shop = await shopOf(db, rows, findings)
  const units: Unit[] = []
  await setImmediate()
  const pause = yieldToEventLoop()
  for (const [reference, lines] of orders) {
    await pause()
    if (before.has(reference)) findings.known += 1
    else units.push(...(await unitOf(shop, reference, lines)))
  }
  return units
}

const NEEDED = ['reference', 'customerName', 'customerPhone', 'itemName', 'unitPrice'] as const

async function shopOf(db: Reader, { rows }: Rows<Name>, findings: Findings): Promise<Shop> {
  const { currency, locale } = await findSettings(db)
  const findEmployee = await employeesByName(db)
  const phones = rows.map(({ values }) => values.customerPhone ?? '')
  const customers = await CustomerMatcher.read(db, phones)
  return { db, currency, locale, findEmployee, customers, findings }
}

function byReference(rows: readonly OrderRow[], findings: Findings): Map<string, OrderRow[]> {
  const orders = new Map<string, OrderRow[]>()
  for (const row of rows) {
    const { reference } = row.values
    const orderRows = orders.get(reference ?? '')
    if (!reference) findings.add(without(row))
    else if (orderRows) orderRows.push(row)
    else orders.set(reference, [row])
  }
  return orders
}

const without = ({ line }: OrderRow): LineProblem => ({
  line,
  column: 'reference',
  code: 'required',
  detail:
    'The reference is missing: what your books call the order. It keeps the order from being imported twice.',
})

async function unitOf(shop: Shop, reference: string, lines: readonly OrderRow[]): Promise<Unit[]> {
  const draft = draftOf(shop, lines)
  try {
    if (draft.problems.length === 0) await showOrder(shop, reference, lines, draft)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    draft.problems.push(...problemsOf(error, lines))
  }
  for (const problem of draft.problems) shop.findings.add(problem)
  if (draft.problems.length > 0) return []
  return [
    {
      line: lines[0]?.line ?? 0,
      reference,
      take: (change) => takeOrder(change, reference, draft),
      problemsOf: (refusal) => problemsOf(refusal, lines),
    },
  ]
}

/** @throws Refusal for input that the API would refuse */
async function showOrder(
  { db, customers, findings, currency }: Shop,
  reference: string,
  lines: readonly OrderRow[],
  { customer, order }: Draft,
): Promise<void> {
  const existing = customers.find(customer)
  const choice = existing?.id ? { customerId: existing.id } : { customer }
  const { priced } = await checkOrder(db, { ...order, ...choice })
  const { name, phoneNumber } = existing ?? customers.add(customer)
  if (!existing) findings.customersMade += 1
  findings.show({
    line: lines[0]?.line ?? 0,
    reference,
    customerName: name,
    phoneNumber,
    isNewCustomer: existing === undefined,
    items: order.items.length,
    totalAmount: formatAmount(priced.totalAmount, currency),
  })
}

async function takeOrder(
  change: Change,
  reference: string,
  { customer, order }: Draft,
): Promise<ImportedUnit | null> {
  if ((await findImported(change, 'order', [reference])).size > 0) return null
  const choice = await chosen(change, customer)
  const { id } = await createOrder(change, { ...order, ...choice }, 'counter')
  await storeImportReference(change, 'order', reference, id)
  return { id, isNewCustomer: 'customer' in choice }
}

async function chosen(db: Reader, customer: CustomerInput) {
  const existing = (await CustomerMatcher.read(db, [customer.phoneNumber])).find(customer)
  return existing?.id ? { customerId: existing.id } : { customer }
}
