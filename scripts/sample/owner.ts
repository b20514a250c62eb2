// Set-up of a sample shop and its owner.
import { randomInt } from 'node:crypto'
import type { Database } from '../../src/db/database.ts'
import type { SettingsInput } from '../../src/schemas/shop/settings.ts'
import { createShop, needsSetup } from '../../src/services/access/setup.ts'
import { withPasswordHash } from '../../src/services/access/users/index.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
import { type StorefrontEdit, updateStorefront } from '../../src/services/shop/storefront.ts'
import { SAMPLE } from './people.ts'

export const SHOP: SettingsInput = {
  name: 'Marigold & Thread',
  address: '14 Weavers Row, Ancoats, Manchester',
  phoneNumber: '0161 496 0018',
  currency: 'GBP',
  locale: 'en-GB',
  timeZone: 'Europe/London',
}

const STOREFRONT: StorefrontEdit = {
  storefront: {
    isOpen: true,
    headline: 'Cut here, sewn here, fits you.',
    intro: 'Dresses, shirts and suits from our workroom in Ancoats, and alterations in three days.',
    about:
      'Marigold Okafor opened the workroom in 1998, above the bakery in Weavers Row. Five of us cut and sew here today, and most of what hangs on the rail was finished within sight of it.',
    deliveryNote: 'Collect in the shop, usually the same day, or have it sent within the country.',
    returnsNote: 'Bring back what was not altered within 30 days, with its label.',
    paymentNote: 'Cash or card when you collect. For parcels we send a link to pay.',
    sizeGuide:
      'S: bust 84, waist 66, hips 92 cm\nM: bust 90, waist 72, hips 98 cm\nL: bust 98, waist 80, hips 106 cm\nXL: bust 106, waist 88, hips 114 cm',
    mapUrl: 'https://www.openstreetmap.org/?mlat=53.4834&mlon=-2.2266',
  },
  deliveryMethods: [
    { kind: 'pickup', name: 'Collect in the shop', price: '0', note: 'Usually ready the same day' },
    {
      kind: 'delivery',
      name: 'Tracked parcel',
      price: '4.50',
      freeFrom: '150',
      note: 'Two to three working days',
    },
  ],
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
  await db.write(async (tx) => {
    const step = change(tx, SYSTEM, SAMPLE)
    await createShop(step, SHOP, owner)
    await updateStorefront(step, STOREFRONT, undefined)
  })
  return account
}

/** Without letters that look alike: somebody will copy it from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

function newPassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-')
}
