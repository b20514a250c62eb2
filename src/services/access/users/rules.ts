// Business rules for changes of accounts.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { type FieldError, invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { expectNotMerged, findCustomer } from '../../people/customers/index.ts'

/** @throws Refusal `email_taken` (409) when another account has this e-mail */
export async function expectFreeEmail(db: Reader, email: string, ownId = 0): Promise<void> {
  const other = await db.get<{ id: number }>(sql`
    SELECT id FROM users WHERE email = ${email} AND id <> ${ownId}`)
  if (!other) return
  const detail = 'There is already an account with this e-mail. Use another e-mail.'
  const errors = [{ pointer: '/email', code: 'taken', detail }]
  throw new Refusal('conflict', 'email_taken', detail, { errors })
}

interface Links {
  employeeId: number | null
  customerId: number | null
}

/**
 * A customer has one account; one that has two from before stays as it is.
 * @param before the links of an account that is changed
 * @throws Refusal `invalid_input`, `customer_has_account` (409), `customer_merged` (409)
 */
export async function expectLinks(
  db: Reader,
  { employeeId, customerId }: Links,
  before?: Links,
): Promise<void> {
  const errors: FieldError[] = []
  const employee = await db.get(sql`SELECT id FROM employees WHERE id = ${employeeId}`)
  const customer = await findCustomer(db, customerId ?? 0)
  if (employeeId !== null && !employee) errors.push(unknown('employee'))
  if (customerId !== null && !customer) errors.push(unknown('customer'))
  if (errors.length > 0) throw invalid(...errors)
  if (!customer || customer.id === before?.customerId) return
  expectNotMerged(customer)
  await expectNoAccount(db, customer.id)
}

/** @throws Refusal `customer_has_account` (409) */
export async function expectNoAccount(db: Reader, customerId: number): Promise<void> {
  const account = await db.get(sql`SELECT id FROM users WHERE customer_id = ${customerId} LIMIT 1`)
  if (!account) return
  throw new Refusal(
    'conflict',
    'customer_has_account',
    'This customer has an account already. An owner of the shop can change that under Users.',
  )
}

const unknown = (what: string): FieldError => ({
  pointer: `/${what}Id`,
  code: 'unknown',
  detail: `There is no such ${what}.`,
})

/** @throws Refusal `last_admin` (409) without another owner */
export async function expectAnotherAdmin(db: Reader, id: number): Promise<void> {
  const other = await db.get<{ id: number }>(sql`
    SELECT id FROM users WHERE role = 'admin' AND is_active = 1 AND id <> ${id} LIMIT 1`)
  if (other) return
  throw new Refusal(
    'conflict',
    'last_admin',
    'This is the only owner who can sign in. Make somebody else an owner first.',
  )
}

/** Whether events (except those about the account) or payments refer to this user. */
export async function isInHistory(db: Reader, id: number): Promise<boolean> {
  const event = await db.get(sql`
    SELECT id FROM events
    WHERE actor_user_id = ${id} AND NOT (entity = 'user' AND entity_id = ${id}) LIMIT 1`)
  if (event) return true
  const payment = await db.get(sql`SELECT id FROM payments WHERE actor_user_id = ${id} LIMIT 1`)
  return payment !== undefined
}
