// Consent of customers to messages about offers and news, seen and changed by themselves.
import type { Reader } from '../../db/database.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { ConsentInput } from '../../schemas/people/consent.ts'
import type { Customer } from '../../schemas/people/customers.ts'
import { getUser } from '../access/users/index.ts'
import { getCustomer, updateCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import type { ExpectedVersion } from '../shared/versions.ts'

/** Undefined for an account that belongs to no customer, such as that of staff. */
export async function findOwnCustomer(db: Reader, userId: number): Promise<Customer | undefined> {
  const { customerId } = await getUser(db, userId)
  return customerId === null ? undefined : getCustomer(db, customerId)
}

/** @throws Refusal `not_found` for an account that belongs to no customer */
export async function getOwnCustomer(db: Reader, userId: number): Promise<Customer> {
  const customer = await findOwnCustomer(db, userId)
  if (customer) return customer
  throw new Refusal(
    'not_found',
    'not_found',
    'This account belongs to no customer, so the shop sends it no offers.',
  )
}

/** @throws Refusal `not_found`, `stale_version` */
export async function setOwnConsent(
  change: Change,
  userId: number,
  input: ConsentInput,
  version?: ExpectedVersion,
): Promise<Customer> {
  const { id } = await getOwnCustomer(change, userId)
  return updateCustomer(change, id, input, version, { by: 'customer' })
}
