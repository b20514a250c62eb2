// Set-up of a sample shop and its owner.
import { randomInt } from 'node:crypto'
import type { Database } from '../../src/db/database.ts'
import type { SettingsInput } from '../../src/schemas/shop/settings.ts'
import { createShop, needsSetup } from '../../src/services/access/setup.ts'
import { withPasswordHash } from '../../src/services/access/users/index.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
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
 * Sets the shop up if it has no user.
 * @param given the configured owner
 * @returns the account, to be shown once; `null` if the shop has users
 */
export async function setUp(db: Database, given: Account | null): Promise<Account | null> {
  if (!(await needsSetup(db))) return null
  const account = given ?? { email: 'owner@example.com', password: newPassword() }
  const owner = await withPasswordHash(
    db,
    { ...account, role: 'admin', fullName: 'Marigold Okafor' },
    SHOP.name,
  )
  await db.write((tx) => createShop(change(tx, SYSTEM, SAMPLE), SHOP, owner))
  return account
}

/** Without letters that look alike: somebody will copy it from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

function newPassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-')
}
