// What the shop's rules say no to when an account changes.
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type FieldError, invalid, Refusal } from './refusal.ts'

/** @throws Refusal `email_taken` (409) when another account has this e-mail */
export async function expectFreeEmail(db: Reader, email: string, ownId = 0): Promise<void> {
  const other = await db.get<{ id: number }>(sql`
    SELECT id FROM users WHERE email = ${email} AND id <> ${ownId}`)
  if (!other) return
  const detail = 'There is an account with this e-mail already.'
  const errors = [{ pointer: '/email', code: 'taken', detail }]
  throw new Refusal('conflict', 'email_taken', detail, { errors })
}

/** @throws Refusal `invalid_input` when the employee or the customer does not exist */
export async function expectLinks(
  db: Reader,
  { employeeId, customerId }: { employeeId: number | null; customerId: number | null },
): Promise<void> {
  const errors: FieldError[] = []
  const employee = await db.get(sql`SELECT id FROM employees WHERE id = ${employeeId}`)
  const customer = await db.get(sql`SELECT id FROM customers WHERE id = ${customerId}`)
  if (employeeId !== null && !employee) errors.push(unknown('employee'))
  if (customerId !== null && !customer) errors.push(unknown('customer'))
  if (errors.length > 0) throw invalid(...errors)
}

const unknown = (what: string): FieldError => ({
  pointer: `/${what}Id`,
  code: 'unknown',
  detail: `There is no such ${what}.`,
})

/** @throws Refusal `last_admin` (409) when nobody else could administer the shop */
export async function expectAnotherAdmin(db: Reader, id: number): Promise<void> {
  const other = await db.get<{ id: number }>(sql`
    SELECT id FROM users WHERE role = 'admin' AND is_active = 1 AND id <> ${id} LIMIT 1`)
  if (other) return
  throw new Refusal(
    'conflict',
    'last_admin',
    'This is the only administrator who can sign in. Make somebody else an administrator first.',
  )
}

/** Whether the order book remembers something that this person did. */
export async function isInHistory(db: Reader, id: number): Promise<boolean> {
  const event = await db.get(sql`
    SELECT id FROM events
    WHERE actor_user_id = ${id} AND NOT (entity = 'user' AND entity_id = ${id}) LIMIT 1`)
  if (event) return true
  const payment = await db.get(sql`SELECT id FROM payments WHERE actor_user_id = ${id} LIMIT 1`)
  return payment !== undefined
}
