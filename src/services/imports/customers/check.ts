// Imports customers from CSV. A row is identified by its reference; without one, by phone number and name together,
// because families share a phone.
import type { Reader } from '../../../db/database.ts'
import { yieldToEventLoop } from '../../../lib/concurrency/event-loop.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import { CustomerInput } from '../../../schemas/people/customers.ts'
import { check, prepareChecks } from '../../../schemas/validation/validator.ts'
import { createCustomer } from '../../people/customers/index.ts'
import { type Phones, phonesOf } from '../../people/phone-numbers.ts'
import type { Change } from '../../shared/change.ts'
import { type CUSTOMER_COLUMNS, type Row, type Rows, requireColumns } from '../columns.ts'
import { customersByPhone, findImported, storeImportReference } from '../imported-rows.ts'
import type { Findings } from '../report.ts'
import type { ImportedUnit, Unit } from '../runs/units.ts'
import { parseConsents } from './consent.ts'

type Name = keyof typeof CUSTOMER_COLUMNS
type CustomerRow = Row<Name>

/** @returns the new ones; errors go to the findings */
export async function checkCustomers(
  db: Reader,
  rows: Rows<Name>,
  findings: Findings,
): Promise<Unit[]> {
  if (requireColumns(rows, findings, ['name', 'phoneNumber'])) return []
  await prepareChecks([CustomerInput])
  const phones = await phonesOf(db)
  const isKnown = await knownRows(db, phones, rows.rows)
  const lineOf = new Map<string, number>()
  const units: Unit[] = []
  const pause = yieldToEventLoop()
  for (const row of rows.rows) {
    await pause()
    const key = row.values.reference ?? personOf(phones, row)
    const first = lineOf.get(key)
    if (first !== undefined) findings.add(repeated(row, first))
    else if (isKnown(row)) findings.known += 1
    else units.push(...unitOf(row, findings))
    if (first === undefined) lineOf.set(key, row.line)
  }
  return units
}

async function knownRows(db: Reader, phones: Phones, rows: readonly CustomerRow[]) {
  const references = rows.flatMap(({ values }) => values.reference ?? [])
  const before = await findImported(db, 'customer', references)
  const numbers = rows.map(({ values }) => values.phoneNumber ?? '')
  const there = new Set<string>()
  for await (const people of customersByPhone(db, phones, numbers)) {
    for (const values of people) there.add(personOf(phones, { values }))
  }
  return (row: CustomerRow) =>
    before.has(row.values.reference ?? '') || there.has(personOf(phones, row))
}

const personOf = ({ identityOf }: Phones, { values }: Pick<CustomerRow, 'values'>) =>
  `${identityOf(values.phoneNumber ?? '')} ${foldText(values.name ?? '')}`

const repeated = ({ line, values }: CustomerRow, first: number) => ({
  line,
  column: values.reference ? 'reference' : 'phoneNumber',
  code: 'duplicate',
  detail: values.reference
    ? `The reference "${values.reference}" is already in line ${first}. Use each reference once.`
    : `The same name and phone number are already in line ${first}. Remove one of the two lines.`,
})

function unitOf(row: CustomerRow, findings: Findings): Unit[] {
  const { line, values } = row
  const { reference = null } = values
  const input = inputOf(row)
  const consents = parseConsents(values, new Date().toISOString())
  const errors = [...check(CustomerInput, input), ...consents.errors]
  for (const { pointer, code, detail } of errors) {
    findings.add({ line, column: pointer.slice(1), code, detail })
  }
  if (errors.length > 0) return []
  const { name, phoneNumber } = input as CustomerInput
  findings.show({
    line,
    reference,
    customerName: name.trim().replace(/\s+/g, ' '),
    phoneNumber: phoneNumber.trim(),
    isNewCustomer: true,
    items: null,
    totalAmount: null,
  })
  const problemsOf: Unit['problemsOf'] = ({ code, message }) => [
    { line, column: '', code, detail: message },
  ]
  return [{ line, reference, take: (change) => takeCustomer(change, row), problemsOf }]
}

/** The fields of a customer, without its reference and its consents. */
function inputOf({ values: { name, phoneNumber, email, address, notes } }: CustomerRow) {
  const fields = Object.entries({ name, phoneNumber, email, address, notes })
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Partial<
    Pick<CustomerInput, 'name' | 'phoneNumber' | 'email' | 'address' | 'notes'>
  >
}

async function takeCustomer(change: Change, row: CustomerRow): Promise<ImportedUnit | null> {
  const { reference } = row.values
  if (await isThere(change, row)) return null
  const { consents } = parseConsents(row.values, change.at)
  const { id } = await createCustomer(change, inputOf(row) as CustomerInput, consents)
  if (reference) await storeImportReference(change, 'customer', reference, id)
  return { id, isNewCustomer: true }
}

async function isThere(db: Reader, row: CustomerRow): Promise<boolean> {
  const { reference, phoneNumber = '', name = '' } = row.values
  if (reference) return (await findImported(db, 'customer', [reference])).size > 0
  const folded = foldText(name)
  for await (const people of customersByPhone(db, await phonesOf(db), [phoneNumber])) {
    if (people.some(({ nameFolded }) => nameFolded === folded)) return true
  }
  return false
}
