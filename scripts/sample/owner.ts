// The shop and its owner, when nobody has set them up yet.
import { randomInt } from 'node:crypto'
import type { Database } from '../../src/db/database.ts'
import type { SettingsInput } from '../../src/schemas/settings.ts'
import { change, SYSTEM } from '../../src/services/change.ts'
import { createShop, needsSetup } from '../../src/services/setup.ts'
import { hashedUser } from '../../src/services/users.ts'
import { SAMPLE } from './people.ts'

export const SHOP: SettingsInput = {
  name: 'Marigold & Thread',
  address: '14 Weavers Row, Ancoats, Manchester',
  phoneNumber: '0161 496 0018',
  currency: 'GBP',
  locale: 'en-GB',
  timeZone: 'Europe/London',
}

export interface Account {
  email: string
  password: string
}

/**
 * Sets the shop up when it has no user.
 * @param given the owner that the configuration names
 * @returns the account, to be shown once; null when there was one already
 */
export async function setUp(db: Database, given: Account | null): Promise<Account | null> {
  if (!(await needsSetup(db))) return null
  const account = given ?? { email: 'owner@example.com', password: newPassword() }
  const owner = await hashedUser({ ...account, role: 'admin', fullName: 'Marigold Okafor' })
  await db.write((tx) => createShop(change(tx, SYSTEM, SAMPLE), SHOP, owner))
  return account
}

/** Without the letters that are mistaken for one another: somebody will copy it from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

function newPassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-')
}
