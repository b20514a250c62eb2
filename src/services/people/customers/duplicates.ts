// Duplicates: customers with the same phone number, in any spelling, or the same e-mail address.
import type { Reader } from '../../../db/database.ts'
import { join, list, rowCount, type Sql, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { phoneDigits } from '../../../lib/text/normalize.ts'
import type { Customer, CustomerInput, Duplicate } from '../../../schemas/people/customers.ts'
import type { Change } from '../../shared/change.ts'
import { phonesOf } from '../phone-numbers.ts'
import { createCustomer } from './index.ts'

type Reach = Pick<CustomerInput, 'phoneNumber' | 'email'>

/** Shorter numbers are extensions, or were typed to fill the field. */
const MIN_DIGITS = 6
const MOST = 5

const foldEmail = (email: string | null | undefined) => email?.trim().toLowerCase() ?? ''

/** Current customers, oldest first. */
export async function findDuplicates(db: Reader, input: Reach): Promise<Duplicate[]> {
  const phones = await phonesOf(db)
  const email = foldEmail(input.email)
  const hasPhone = phoneDigits(input.phoneNumber).length >= MIN_DIGITS
  const conditions: Sql[] = []
  if (hasPhone) {
    conditions.push(sql`phone_digits IN (${list(phones.spellingsOf(input.phoneNumber))})`)
  }
  if (email) conditions.push(sql`(email IS NOT NULL AND lower(email) = ${email})`)
  if (conditions.length === 0) return []
  const rows = await db.all<Reach & { id: number; name: string }>(sql`
    SELECT id, name, phone_number AS "phoneNumber", email
    FROM customers
    WHERE (${join(conditions, ' OR ')}) AND archived_at IS NULL
    ORDER BY id
    LIMIT ${rowCount(MOST)}`)
  const identity = phones.identityOf(input.phoneNumber)
  return rows.map(({ id, name, ...row }) => ({
    id,
    name,
    same: [
      ...(hasPhone && phones.identityOf(row.phoneNumber) === identity
        ? (['phoneNumber'] as const)
        : []),
      ...(email && foldEmail(row.email) === email ? (['email'] as const) : []),
    ],
  }))
}

/** @param seen ids that whoever enters the customer has been told @throws Refusal `possible_duplicate` (409) */
export async function expectNoDuplicates(
  db: Reader,
  input: Reach,
  seen: readonly number[] = [],
): Promise<Duplicate[]> {
  const found = (await findDuplicates(db, input)).filter(({ id }) => !seen.includes(id))
  if (found.length === 0) return found
  const members = { possibleDuplicates: found }
  throw new Refusal('conflict', 'possible_duplicate', duplicateWords(found), { members })
}

/** "Mira Patel has the same phone number." */
export function duplicateWords(found: readonly Duplicate[]): string {
  const said = found.map(({ name, same }) => {
    const what = same.map((field) => (field === 'email' ? 'e-mail' : 'phone number'))
    return `${name} has the same ${what.join(' and ')}.`
  })
  return said.join(' ')
}

/** Creates a customer, and says who it may be already. @throws Refusal `possible_duplicate` if it must be unique */
export async function addCustomer(
  change: Change,
  input: CustomerInput,
  { unique = false } = {},
): Promise<Customer & { possibleDuplicates: Duplicate[] }> {
  const find = unique ? expectNoDuplicates : findDuplicates
  const possibleDuplicates = await find(change, input)
  return { ...(await createCustomer(change, input)), possibleDuplicates }
}
