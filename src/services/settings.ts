// The shop's settings: one row, made at the set-up.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { sql } from '../db/sql.ts'
import type { Settings, SettingsInput } from '../schemas/settings.ts'
import type { Change } from './change.ts'
import { recordEvent } from './events.ts'
import { checkedPlace } from './places.ts'
import { textOrNull } from './text.ts'

type Stored = Omit<Settings, 'logo'> & { sha256: string | null; width: number; height: number }

export type { Settings } from '../schemas/settings.ts'

/** How a shop looks before its set-up. */
export const DEFAULT_SETTINGS: Settings = Object.freeze({
  name: 'Hemline',
  address: null,
  phoneNumber: null,
  currency: 'USD',
  locale: 'en',
  timeZone: 'UTC',
  accent: 'indigo',
  theme: 'system',
  taxMode: 'none',
  taxRate: 0,
  taxLabel: 'Tax',
  logo: null,
  version: 1,
})

const kept = new Kept<Settings>()

export const findSettings = (db: Reader): Awaitable<Settings> =>
  kept.get(db, 'settings', () => readSettings(db))

async function readSettings(db: Reader): Promise<Settings> {
  const stored = await db.get<Stored>(sql`
    SELECT shop_name AS name, address, phone_number AS "phoneNumber", currency, locale,
           time_zone AS "timeZone", accent, theme, tax_mode AS "taxMode", tax_rate AS "taxRate",
           tax_label AS "taxLabel", version, l.sha256, l.width, l.height
    FROM settings s
    LEFT JOIN shop_logo l ON l.id = s.id
    WHERE s.id = 1`)
  if (!stored) return DEFAULT_SETTINGS
  const { sha256, width, height, ...settings } = stored
  return { ...settings, logo: sha256 === null ? null : { sha256, width, height } }
}

/** @throws Refusal `invalid_input` for an unknown currency, locale or time zone */
export async function createSettings(change: Change, input: SettingsInput): Promise<Settings> {
  const { currency, locale, timeZone } = checkedPlace(input)
  const name = input.name.trim()
  await change.run(sql`
    INSERT INTO settings (id, shop_name, address, phone_number, currency, locale, time_zone,
                          created_at, updated_at)
    VALUES (1, ${name}, ${textOrNull(input.address)}, ${textOrNull(input.phoneNumber)},
            ${currency}, ${locale}, ${timeZone}, ${change.at}, ${change.at})`)
  const facts = { name, currency, locale, timeZone }
  await recordEvent(change, 'settings.created', 'settings', 1, facts)
  return findSettings(change)
}
