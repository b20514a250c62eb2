// Invitations: whoever has the link opens the customer's account by choosing a password, or adds it to their own.
import type { Reader } from '../../../db/database.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { hashSecret } from '../../../lib/secrets.ts'
import type { User } from '../../../schemas/access/users.ts'
import type { Customer } from '../../../schemas/people/customers.ts'
import { createUser, foldEmail, withPasswordHash } from '../../access/users/index.ts'
import { getCustomer } from '../../people/customers/index.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import { finishMoves, type Write } from '../merge/move.ts'
import { linkAccount } from './index.ts'
import { expectClaimable, findProof, useProofs } from './proofs.ts'

/** @throws Refusal `not_found` for a link that was used, is too old, or was never given */
export async function getInvitation(
  db: Reader,
  token: string,
  now = new Date().toISOString(),
): Promise<Customer> {
  const proof = await findProof(db, 'invite', hashSecret(token), now)
  if (proof) return getCustomer(db, proof.customerId)
  throw new Refusal(
    'not_found',
    'not_found',
    'This invitation does not work any more. Ask the shop for a new one.',
  )
}

export interface NewAccount {
  /** The record's own e-mail comes first. */
  email: string
  password: string
}

/** Hashes the password before the transaction. @throws Refusal `not_found`, `invalid_input` */
export async function hashedAccount(db: Reader, token: string, { email, password }: NewAccount) {
  const { name: fullName } = await getInvitation(db, token)
  const account = { email: foldEmail(email), password, fullName, role: 'customer' as const }
  return withPasswordHash(db, account)
}

/** @throws Refusal `not_found`, `email_taken`, `customer_has_account` */
export async function openInvitedAccount(
  change: Change,
  token: string,
  account: Awaited<ReturnType<typeof hashedAccount>>,
): Promise<User> {
  const { id, name, email, phoneNumber } = await getInvitation(change, token, change.at)
  await expectClaimable(change, id)
  await useProofs(change, id)
  const user = await createUser(change, {
    ...account,
    ...{ email: email ?? account.email, fullName: name, phoneNumber, customerId: id },
  })
  await recordEvent(change, 'customer.account_linked', id, { account: user.id, how: 'invite' })
  return user
}

/** @throws Refusal `not_found`, `customer_has_account` */
export async function useInvitation(write: Write, userId: number, token: string) {
  const customer = await write(async (change) => {
    const { id } = await getInvitation(change, token, change.at)
    return linkAccount(change, userId, id, 'invite')
  })
  await finishMoves(write)
  return customer
}
