// The first start: a shop without users is set up once, by whoever holds the token of the log.
import { createHmac } from 'node:crypto'
import type { Reader } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { SettingsInput } from '../schemas/settings.ts'
import type { User } from '../schemas/users.ts'
import type { Change } from './change.ts'
import { Refusal } from './refusal.ts'
import { sameSecret } from './secrets.ts'
import { createSettings, DEFAULT_SETTINGS } from './settings.ts'
import { createUser, type NewUser } from './users.ts'
import { actorOf } from './viewers.ts'

/** A shop without any user is not set up yet. */
export async function needsSetup(db: Reader): Promise<boolean> {
  return (await db.get(sql`SELECT id FROM users LIMIT 1`)) === undefined
}

export type Owner = Omit<NewUser, 'role'>

/**
 * Creates the settings and the owner, both or neither.
 * @throws Refusal `already_set_up`, `invalid_input`
 */
export async function createShop(change: Change, shop: SettingsInput, owner: Owner): Promise<User> {
  if (!(await needsSetup(change))) throw alreadySetUp()
  const user = await createUser(change, { ...owner, role: 'admin' })
  await createSettings({ ...change, actor: actorOf(user) }, shop)
  return user
}

/** The owner whom ADMIN_EMAIL and ADMIN_PASSWORD name, in a shop that nobody has described yet. */
export function createOwner(change: Change, owner: Owner): Promise<User> {
  const { name, currency, locale, timeZone } = DEFAULT_SETTINGS
  return createShop(change, { name, currency, locale, timeZone }, owner)
}

export const alreadySetUp = () =>
  new Refusal('conflict', 'already_set_up', 'This shop is set up already. Sign in instead.')

/**
 * The token of the set-up page: who can read the log may set up the shop, and nobody else. It is made from a secret of
 * the shop, so that the link of one process opens the page of each other one.
 */
export class SetupToken {
  #token: string | null

  constructor(secret: string) {
    this.#token = createHmac('sha256', secret).update('the set-up page').digest('base64url')
  }

  /** What the log shows, or null once it was used. */
  get value(): string | null {
    return this.#token
  }

  opens(given: string | undefined): boolean {
    return this.#token !== null && given !== undefined && sameSecret(this.#token, given)
  }

  spend(): void {
    this.#token = null
  }
}
