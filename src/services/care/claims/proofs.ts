// Proofs that somebody is a customer: a code from the counter, or the link of an invitation. Good once, for seven days.
import { randomInt } from 'node:crypto'
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { expectNoAccount } from '../../access/users/rules.ts'
import { expectNotMerged, getCustomer } from '../../people/customers/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'

const DAYS = 7

/** Without I, L, O, U, 0 and 1, which are mistaken for others or make words: 8 of them are 39 bits. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const LENGTH = 8

type Kind = 'code' | 'invite'

/** A new code ends the one before it. @throws Refusal `not_found`, `customer_has_account`, `customer_merged`, `customer_archived` */
export async function createClaimCode(change: Change, customerId: number) {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
  const code = letters.join('')
  const expiresAt = await addProof(change, customerId, 'code', hashOfCode(code))
  await recordEvent(change, 'customer.code_created', customerId, {})
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt }
}

/** @returns the secret of the link @throws as `createClaimCode` */
export async function createInvitation(change: Change, customerId: number) {
  const token = createSecret()
  const expiresAt = await addProof(change, customerId, 'invite', hashSecret(token))
  await recordEvent(change, 'customer.invited', customerId, {})
  return { token, expiresAt }
}

async function addProof(change: Change, customerId: number, kind: Kind, secretHash: string) {
  await expectClaimable(change, customerId)
  await change.run(sql`
    DELETE FROM customer_proofs WHERE customer_id = ${customerId} AND kind = ${kind}`)
  const expiresAt = new Date(Date.parse(change.at) + DAYS * 86_400_000).toISOString()
  await change.run(sql`
    INSERT INTO customer_proofs (customer_id, kind, secret_hash, expires_at, created_at, updated_at)
    VALUES (${customerId}, ${kind}, ${secretHash}, ${expiresAt}, ${change.at}, ${change.at})`)
  return expiresAt
}

/** Case, blanks and hyphens do not matter. */
export const hashOfCode = (typed: string): string =>
  hashSecret(`code ${typed.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)

export interface Proof {
  id: number
  customerId: number
  kind: Kind
}

/** Undefined if it is unknown, used or too old, or the customer cannot be claimed any more. */
export function findProof(
  db: Reader,
  kind: Kind,
  secretHash: string,
  now: string,
): Promise<Proof | undefined> {
  return db.get<Proof>(sql`
    SELECT p.id, p.customer_id AS "customerId", p.kind
    FROM customer_proofs p
    JOIN customers c ON c.id = p.customer_id
    WHERE p.secret_hash = ${secretHash} AND p.kind = ${kind} AND p.used_at IS NULL
      AND p.expires_at > ${now} AND c.archived_at IS NULL`)
}

/** All other proofs of the customer end, too. */
export const useProofs = (change: Change, customerId: number) =>
  change.run(sql`
    UPDATE customer_proofs
    SET used_at = ${change.at}, updated_at = ${change.at}
    WHERE customer_id = ${customerId} AND used_at IS NULL`)

/** @throws Refusal `not_found`, `customer_merged`, `customer_archived`, `customer_has_account` (409) */
export async function expectClaimable(db: Reader, customerId: number): Promise<Customer> {
  const customer = await getCustomer(db, customerId)
  expectNotMerged(customer)
  if (customer.archivedAt) {
    const message = `${customer.name} is archived. Restore the customer first.`
    throw new Refusal('conflict', 'customer_archived', message)
  }
  await expectNoAccount(db, customerId)
  return customer
}

export const accountsOf = (db: Reader, customerId: number) =>
  db.all<{ id: number; email: string; fullName: string; isActive: number }>(sql`
    SELECT id, email, full_name AS "fullName", is_active AS "isActive"
    FROM users
    WHERE customer_id = ${customerId}
    ORDER BY id`)
