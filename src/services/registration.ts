// A customer signs up. The account gets a customer of its own, never one that is there already: whoever types
// somebody's e-mail or phone number must not see their orders.
import type { Registration } from '../schemas/auth.ts'
import type { User } from '../schemas/users.ts'
import type { Change } from './change.ts'
import { createCustomer } from './customers.ts'
import { Refusal } from './refusal.ts'
import { needsSetup } from './setup.ts'
import { expectFreeEmail } from './user-rules.ts'
import { createUser, foldedEmail, hashedUser, type NewUser } from './users.ts'

/** What someone typed becomes an account; without a name, the e-mail has to do. */
export function hashedRegistration({ name, ...registration }: Registration): Promise<NewUser> {
  const fullName = name ?? registration.email.split('@', 1)[0] ?? registration.email
  return hashedUser({ ...registration, fullName, role: 'customer' })
}

/** @throws Refusal `email_taken`, `not_set_up` */
export async function register(change: Change, account: NewUser): Promise<User> {
  // The first account of a shop is its owner's; a visitor must not come before.
  if (await needsSetup(change)) throw notSetUp()
  const email = foldedEmail(account.email)
  await expectFreeEmail(change, email)
  const customer = await createCustomer(change, {
    name: account.fullName,
    phoneNumber: account.phoneNumber ?? '',
    email,
  })
  return createUser(change, { ...account, customerId: customer.id })
}

const notSetUp = () =>
  new Refusal(
    'conflict',
    'not_set_up',
    'This shop is not set up yet. Ask its owner to do that first.',
  )
