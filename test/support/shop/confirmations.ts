// A shop whose owner has a PIN, for tests of the password before sensitive actions.
import type { Test } from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { openShop, type Shop } from '../api.ts'
import { type Browser, OWNER } from '../app.ts'
import { switchTo, tablet } from './tablets.ts'

const PIN = '4830'

export async function shopOfOwner(t: Test) {
  const shop = await openShop(t)
  await shop.owner.put('/api/users/me/pin', { pin: PIN, currentPassword: OWNER.password })
  return shop
}

/** As if the password had been typed 16 minutes ago. */
export async function waitLong({ db }: Shop['app']): Promise<void> {
  const then = new Date(Date.now() - 16 * 60_000).toISOString()
  await db.write(async (tx) => {
    await tx.run(sql`UPDATE sessions SET password_at = ${then} WHERE password_at IS NOT NULL`)
  })
}

/** A tablet on which the owner has switched by PIN. */
export async function byPin({ app, owner }: Shop): Promise<Browser> {
  const counter = await tablet(app, owner)
  await switchTo(counter, { id: 1, pin: PIN })
  return counter
}

/** The form of the page that asks for the password. */
export const confirmed = (password = OWNER.password) => ({
  form: '#confirm',
  typed: { confirmPassword: password },
})
