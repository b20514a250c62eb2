// Customers from a file. A line is known by its reference; without one, by its phone number and name together, because
// families share a phone.
import { CustomerInput } from '../schemas/customers.ts'
import { check } from '../schemas/validation.ts'
import type { Change } from './change.ts'
import { createCustomer } from './customers.ts'
import type { CUSTOMER_COLUMNS, Row, Rows } from './import-columns.ts'
import type { Findings } from './import-report.ts'
import { customersByPhone, importedBefore, keepReference } from './imported-rows.ts'
import { digits, folded } from './text.ts'

type Name = keyof typeof CUSTOMER_COLUMNS
type CustomerRow = Row<Name>

export async function makeCustomers(
  change: Change,
  { rows, has }: Rows<Name>,
  findings: Findings,
): Promise<void> {
  if (requireColumns(has, findings)) return
  const references = rows.flatMap(({ values }) => values.reference ?? [])
  const before = await importedBefore(change, 'customer', references)
  const phones = rows.map(({ values }) => digits(values.phoneNumber ?? ''))
  const people = await customersByPhone(change, phones)
  const there = new Set(people.map(({ phoneDigits, nameFolded }) => `${phoneDigits} ${nameFolded}`))
  const lineOf = new Map<string, number>()
  for (const row of rows) {
    const key = row.values.reference ?? personOf(row)
    const isKnown = row.values.reference ? before.has(key) : false
    const first = lineOf.get(key)
    if (first !== undefined) findings.add(repeated(row, first))
    else if (isKnown || there.has(personOf(row))) findings.known += 1
    else await makeCustomer(change, row, findings)
    if (first === undefined) lineOf.set(key, row.line)
  }
}

const personOf = ({ values }: CustomerRow) =>
  `${digits(values.phoneNumber ?? '')} ${folded(values.name ?? '')}`

const repeated = ({ line, values }: CustomerRow, first: number) => ({
  line,
  column: values.reference ? 'reference' : 'phoneNumber',
  code: 'duplicate',
  detail: values.reference
    ? `The reference "${values.reference}" stands in line ${first} already.`
    : `The same name and phone number stand in line ${first} already.`,
})

/** @returns whether one is missing */
export function requireColumns(
  has: (name: never) => boolean,
  findings: Findings,
  names: readonly string[] = ['name', 'phoneNumber'],
): boolean {
  const missing = names.filter((name) => !has(name as never))
  for (const column of missing) {
    const detail = `The column ${column} is missing. The first line of the file names the columns.`
    findings.add({ line: 1, column, code: 'required', detail })
  }
  return missing.length > 0
}

async function makeCustomer(change: Change, row: CustomerRow, findings: Findings): Promise<void> {
  const { reference, ...input } = row.values
  const errors = check(CustomerInput, input)
  for (const { pointer, code, detail } of errors) {
    findings.add({ line: row.line, column: pointer.slice(1), code, detail })
  }
  if (errors.length > 0) return
  const { id, name, phoneNumber } = await createCustomer(change, input as CustomerInput)
  if (reference) await keepReference(change, 'customer', reference, id)
  findings.show({
    line: row.line,
    reference: reference ?? null,
    customerName: name,
    phoneNumber,
    isNewCustomer: true,
    items: null,
    totalAmount: null,
  })
}
