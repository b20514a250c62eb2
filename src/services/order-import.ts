// Orders from a file: a line for each item, and the lines with the same reference are one order. What belongs to the
// order itself may stand in each of its lines, or only in the first.
import type { CustomerInput } from '../schemas/customers.ts'
import type { Change } from './change.ts'
import { requireColumns } from './customer-import.ts'
import { createCustomer } from './customers.ts'
import { listCurrentEmployees } from './employees.ts'
import type { Rows } from './import-columns.ts'
import type { Findings, LineProblem } from './import-report.ts'
import {
  customersByPhone,
  importedBefore,
  type KnownCustomer,
  keepReference,
} from './imported-rows.ts'
import { formatAmount } from './money.ts'
import { createOrder } from './order-entry.ts'
import { draftOf, type Name, type OrderRow, problemsOf } from './order-import-draft.ts'
import { Refusal } from './refusal.ts'
import { findSettings } from './settings.ts'
import { digits, folded } from './text.ts'

/** What every order of a file needs to know. */
interface Shop {
  currency: string
  locale: string
  employees: Map<string, number>
  customers: KnownCustomer[]
  findings: Findings
}

export async function makeOrders(
  change: Change,
  { rows, has }: Rows<Name>,
  findings: Findings,
): Promise<void> {
  if (requireColumns(has as never, findings, NEEDED)) return
  const orders = byReference(rows, findings)
  const before = await importedBefore(change, 'order', [...orders.keys()])
  const phones = rows.map(({ values }) => digits(values.customerPhone ?? ''))
  const { currency, locale } = await findSettings(change)
  const employees = await listCurrentEmployees(change)
  const shop: Shop = {
    currency,
    locale,
    employees: new Map(employees.map(({ id, name }) => [folded(name), id])),
    customers: await customersByPhone(change, phones),
    findings,
  }
  for (const [reference, lines] of orders) {
    if (before.has(reference)) findings.known += 1
    else await makeOrder(change, shop, reference, lines)
  }
}

const NEEDED = ['reference', 'customerName', 'customerPhone', 'itemName', 'unitPrice']

function byReference(rows: readonly OrderRow[], findings: Findings): Map<string, OrderRow[]> {
  const orders = new Map<string, OrderRow[]>()
  for (const row of rows) {
    const { reference } = row.values
    const found = orders.get(reference ?? '')
    if (!reference) findings.add(without(row))
    else if (found) found.push(row)
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

async function makeOrder(
  change: Change,
  shop: Shop,
  reference: string,
  lines: readonly OrderRow[],
): Promise<void> {
  const { findings } = shop
  const draft = draftOf(shop, lines)
  for (const problem of draft.problems) findings.add(problem)
  if (draft.problems.length > 0) return
  const known = customerOf(shop, draft.customer)
  try {
    const customerId = known?.id ?? (await makeCustomer(change, shop, draft.customer))
    const order = await createOrder(change, { ...draft.order, customerId }, 'counter')
    await keepReference(change, 'order', reference, order.id)
    findings.show({
      line: lines[0]?.line ?? 0,
      reference,
      customerName: order.customerName,
      phoneNumber: order.customerPhone,
      isNewCustomer: known === undefined,
      items: order.items.length,
      totalAmount: formatAmount(order.totalAmount, shop.currency),
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    for (const problem of problemsOf(error, lines)) findings.add(problem)
  }
}

/** The customer whom the next order of the same file finds too. */
async function makeCustomer(change: Change, shop: Shop, input: CustomerInput): Promise<number> {
  const { id, name, phoneNumber } = await createCustomer(change, input)
  shop.customers.push({ id, nameFolded: folded(name), phoneDigits: digits(phoneNumber) })
  shop.findings.customersMade += 1
  return id
}

/** By phone; among those who share it, the one of the same name. */
function customerOf({ customers }: Shop, { name, phoneNumber }: CustomerInput) {
  const phone = digits(phoneNumber)
  const found = customers.filter(({ phoneDigits }) => phoneDigits === phone)
  return found.find(({ nameFolded }) => nameFolded === folded(name)) ?? found[0]
}
