// Registration of customers. A new account always gets a new customer: linking an existing one by e-mail or phone
// number would show its orders to anybody who knows them.

import type { Reader } from '../../db/database.ts'
import { invalid, Refusal } from '../../lib/errors/refusal.ts'
import type { Registration } from '../../schemas/access/auth.ts'
import type { User } from '../../schemas/access/users.ts'
import type { ConsentInput } from '../../schemas/people/consent.ts'
import { consentsAfter, NOT_ASKED } from '../people/customers/consent.ts'
import { createCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import { needsSetup } from './setup.ts'
import { createUser, foldEmail, type NewUser, withPasswordHash } from './users/index.ts'
import { type Names, resolveNames } from './users/names.ts'
import { expectFreeEmail } from './users/rules.ts'

export type NewCustomerAccount = NewUser & Names & ConsentInput

export async function hashedRegistration(
  db: Reader,
  input: Registration,
): Promise<NewCustomerAccount> {
  const { name, fullName: alsoName, emailConsent, textConsent, ...registration } = input
  if (name && alsoName && name !== alsoName) throw twoNames()
  const names = resolveNames({ ...registration, ...namedBy(registration, name ?? alsoName) })
  return {
    ...(await withPasswordHash(db, { ...registration, ...names, role: 'customer' })),
    ...names,
    ...{ emailConsent, textConsent },
  }
}

/** Without any name, the account is called by what stands before the @. */
function namedBy(
  { email, firstName, lastName }: Omit<Registration, 'name' | 'fullName'>,
  fullName: string | undefined,
) {
  if (fullName !== undefined) return { fullName }
  return firstName || lastName ? {} : { fullName: email.split('@', 1)[0] ?? email }
}

/** @throws Refusal `email_taken`, `not_set_up` */
export async function register(change: Change, account: NewCustomerAccount): Promise<User> {
  // The first account is the owner's, created at setup.
  if (await needsSetup(change)) throw notSetUp()
  const email = foldEmail(account.email)
  await expectFreeEmail(change, email)
  const { fullName: name, phoneNumber } = account
  const consents = consentsAfter(NOT_ASKED, account, { at: change.at, by: 'customer' })
  const customer = await createCustomer(
    change,
    { name, phoneNumber: phoneNumber ?? '', email },
    consents,
  )
  return createUser(change, { ...account, customerId: customer.id })
}

const twoNames = () =>
  invalid({ pointer: '/fullName', code: 'conflict', detail: 'Give either name or fullName.' })

const notSetUp = () =>
  new Refusal(
    'conflict',
    'not_set_up',
    'This shop is not set up yet. Ask its owner to do that first.',
  )
