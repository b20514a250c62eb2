// First-run setup: a shop without users is set up once, by whoever has the setup token from the log.
import { createHmac } from 'node:crypto'
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { isSameSecret } from '../../lib/secrets.ts'
import type { User } from '../../schemas/access/users.ts'
import type { SettingsInput } from '../../schemas/shop/settings.ts'
import { type Change, SYSTEM } from '../shared/change.ts'
import { createSettings, DEFAULT_SETTINGS } from '../shop/settings/read.ts'
import { createUser, type NewUser } from './users/index.ts'

export async function needsSetup(db: Reader): Promise<boolean> {
  return (await db.get(sql`SELECT id FROM users LIMIT 1`)) === undefined
}

export type Owner = Omit<NewUser, 'role' | 'roleId'>

/** @throws Refusal `already_set_up`, `invalid_input` */
export async function createShop(change: Change, shop: SettingsInput, owner: Owner): Promise<User> {
  if (!(await needsSetup(change))) throw alreadySetUp()
  // Whoever has the set-up token may make an owner.
  const bySystem = { ...change, actor: { ...SYSTEM, name: change.actor.name } }
  const user = await createUser(bySystem, { ...owner, role: 'admin' })
  const byOwner = { ...SYSTEM, userId: user.id, name: user.fullName }
  await createSettings({ ...change, actor: byOwner }, shop)
  return user
}

export function createOwner(change: Change, owner: Owner): Promise<User> {
  const { name, currency, locale, timeZone } = DEFAULT_SETTINGS
  return createShop(change, { name, currency, locale, timeZone }, owner)
}

export const alreadySetUp = () =>
  new Refusal('conflict', 'already_set_up', 'This shop is set up already. Sign in instead.')

/**
 * The token of the setup page: only who can read the log can set up the shop. Derived from a secret of the shop, so
 * that all processes accept the same link.
 */
export class SetupToken {
  #token: string | null

  constructor(secret: string) {
    this.#token = createHmac('sha256', secret).update('the set-up page').digest('base64url')
  }

  get value(): string | null {
    return this.#token
  }

  opens(token: string | undefined): boolean {
    return this.#token !== null && token !== undefined && isSameSecret(this.#token, token)
  }

  spend(): void {
    this.#token = null
  }
}
