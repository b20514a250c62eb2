// Reads the shop settings: one row, created at setup.

import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { invalid } from '../../../lib/errors/refusal.ts'
import { parseShopLocale } from '../../../lib/text/locales.ts'
import { normalizeLine, trimToNull } from '../../../lib/text/normalize.ts'
import type { Settings, SettingsInput } from '../../../schemas/shop/settings.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'

type Stored = Omit<Settings, 'logo'> & { sha256: string | null; width: number; height: number }

export type { Settings } from '../../../schemas/shop/settings.ts'

export const DEFAULT_SETTINGS: Settings = Object.freeze({
  name: 'Hemline',
  address: null,
  phoneNumber: null,
  publicUrl: null,
  currency: 'USD',
  locale: 'en',
  timeZone: 'UTC',
  accent: 'marigold',
  theme: 'system',
  taxMode: 'none',
  taxRate: 0,
  taxLabel: 'Tax',
  tabletLockMinutes: 5,
  holdMinutes: 30,
  logo: null,
  version: 1,
})

const settingsCache = new VersionedCache<Settings>()

export const findSettings = (db: Reader): Awaitable<Settings> =>
  settingsCache.get(db, 'settings', () => readSettings(db))

async function readSettings(db: Reader): Promise<Settings> {
  const stored = await db.get<Stored>(sql`
    SELECT shop_name AS name, address, phone_number AS "phoneNumber",
           public_url AS "publicUrl", currency, locale,
           time_zone AS "timeZone", colourway AS accent, theme, tax_mode AS "taxMode", tax_rate AS "taxRate",
           tax_label AS "taxLabel", tablet_lock_minutes AS "tabletLockMinutes",
           hold_minutes AS "holdMinutes", version, l.sha256, l.width, l.height
    FROM settings s
    LEFT JOIN shop_logo l ON l.id = s.id
    WHERE s.id = 1`)
  if (!stored) return DEFAULT_SETTINGS
  const { sha256, width, height, ...settings } = stored
  return { ...settings, logo: sha256 === null ? null : { sha256, width, height } }
}

/** Normalizes as browsers do, without a trailing slash. @throws Refusal `invalid_input` */
export function parsePublicUrl(input: string | null | undefined): string | null {
  const url = trimToNull(input)
  if (url === null) return null
  if (URL.canParse(url)) return new URL(url).origin
  const detail = 'Write the address like https://shop.example, without anything behind the host.'
  throw invalid({ pointer: '/publicUrl', code: 'pattern', detail })
}

/** @throws Refusal `invalid_input` for an unknown currency, locale or time zone */
export async function createSettings(change: Change, input: SettingsInput): Promise<Settings> {
  const { currency, locale, timeZone } = parseShopLocale(input)
  const name = normalizeLine(input.name)
  await change.run(sql`
    INSERT INTO settings (id, shop_name, address, phone_number, public_url, currency, locale, time_zone,
                          storefront, created_at, updated_at)
    VALUES (1, ${name}, ${trimToNull(input.address)}, ${trimToNull(input.phoneNumber)},
            ${parsePublicUrl(input.publicUrl)},
            ${currency}, ${locale}, ${timeZone}, 1, ${change.at}, ${change.at})`)
  const facts = { name, currency, locale, timeZone }
  await recordEvent(change, 'settings.created', 1, facts)
  return findSettings(change)
}
