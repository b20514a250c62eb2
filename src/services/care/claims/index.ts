// Claims: an account gets the record that the shop has of its customer, once they prove that it is theirs.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { invalid, notFound, Refusal } from '../../../lib/errors/refusal.ts'
import { phoneDigits } from '../../../lib/text/normalize.ts'
import type { ClaimInput, PROOFS } from '../../../schemas/care/claims.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { getUser, updateUser } from '../../access/users/index.ts'
import { getCustomer } from '../../people/customers/index.ts'
import { phonesOf } from '../../people/phone-numbers.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { mergeCustomers } from '../merge/index.ts'
import { finishMoves, type Write } from '../merge/move.ts'
import { type ClaimSource, clearClaims, countClaim } from './attempts.ts'
import { expectClaimable, findProof, hashOfCode, useProofs } from './proofs.ts'

/**
 * @returns the claimed customer
 * @throws Refusal `claim_failed` (422), `claim_locked` (429), `claim_not_proven`, `customer_has_account` (409)
 */
export async function claimCustomer(
  write: Write,
  source: ClaimSource,
  input: ClaimInput,
): Promise<Customer> {
  const customer = await claimRecord(write, source, input)
  await finishMoves(write)
  return customer
}

async function claimRecord(
  write: Write,
  source: ClaimSource,
  { code, trackingToken }: ClaimInput,
): Promise<Customer> {
  const { userId } = source
  if (code === undefined) return write((change) => claimOrder(change, userId, trackingToken ?? ''))
  await write((change) => countClaim(change, source))
  return write(async (change) => {
    const proof = await findProof(change, 'code', hashOfCode(code), change.at)
    if (!proof) throw wrongCode()
    await clearClaims(change, source)
    return linkAccount(change, userId, proof.customerId, 'code')
  })
}

const wrongCode = () =>
  invalid({
    pointer: '/code',
    code: 'wrong',
    detail: 'This code is wrong, used or too old. Check it, or ask the shop for a new one.',
  })

/** The account has the customer's record from now on; an own record of the account is merged into it. */
export async function linkAccount(
  change: Change,
  userId: number,
  customerId: number,
  how: (typeof PROOFS)[number],
): Promise<Customer> {
  const { customerId: own } = await getUser(change, userId)
  if (own === customerId) return getCustomer(change, customerId)
  await expectClaimable(change, customerId)
  await useProofs(change, customerId)
  if (own === null) await updateUser(change, userId, { customerId })
  else await mergeCustomers(change, customerId, own)
  await recordEvent(change, 'customer.account_linked', customerId, { account: userId, how })
  return getCustomer(change, customerId)
}

/** The link alone proves nothing, since it is passed on: the account must have the customer's phone number and e-mail. */
async function claimOrder(change: Change, userId: number, token: string): Promise<Customer> {
  const order = await customerOfLink(change, token)
  if (!order) throw notFound('order')
  const { email, phoneNumber, customerId: own } = await getUser(change, userId)
  if (own === order.customerId) return getCustomer(change, own)
  const customer = await getCustomer(change, order.customerId)
  const { identityOf } = await phonesOf(change)
  const isSamePhone =
    phoneDigits(customer.phoneNumber) !== '' &&
    identityOf(phoneNumber ?? '') === identityOf(customer.phoneNumber)
  const isSameEmail = !customer.email || customer.email.toLowerCase() === email
  if (!isSamePhone || !isSameEmail) throw notProven()
  return linkAccount(change, userId, customer.id, 'tracking')
}

export const customerOfLink = (db: Reader, token: string) =>
  db.get<{ customerId: number }>(sql`
    SELECT customer_id AS "customerId"
    FROM orders
    WHERE tracking_token = ${token} AND tracking_revoked_at IS NULL AND archived_at IS NULL`)

const notProven = () =>
  new Refusal(
    'conflict',
    'claim_not_proven',
    'This link alone does not show that the order is yours. Ask the shop for a code, and type it in your profile.',
  )
