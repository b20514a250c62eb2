// Updates the shop settings; amounts and deadlines already stored must stay correct.
import type { Reader } from '../../../db/database.ts'
import { join, sql } from '../../../db/sql.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { formatPercent, parsePercent } from '../../../lib/money/percents.ts'
import { parseShopLocale } from '../../../lib/text/locales.ts'
import { normalizeLine, trimToNull } from '../../../lib/text/normalize.ts'
import { endOfDay } from '../../../lib/time/shop-time.ts'
import type { Settings, SettingsEdit } from '../../../schemas/shop/settings.ts'
import { RATE_DIGITS } from '../../../schemas/shop/tax.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'
import { expectVersion } from '../../shared/versions.ts'
import { findSettings, parsePublicUrl } from './read.ts'

/** @throws Refusal `stale_version`, `currency_in_use`, `invalid_input` */
export async function updateSettings(
  change: Change,
  input: SettingsEdit,
  version: number,
): Promise<Settings> {
  const before = await findSettings(change)
  expectVersion('shop', before.version, version)
  const problems = new Problems()
  const place = problems.take(() => parseShopLocale(input))
  const tax = problems.take(() => checkedTax(input))
  const publicUrl = problems.take(() => parsePublicUrl(input.publicUrl))
  const checked = problems.results({ place, tax, publicUrl })
  const after = {
    ...checked.place,
    ...checked.tax,
    name: normalizeLine(input.name),
    address: trimToNull(input.address),
    phoneNumber: trimToNull(input.phoneNumber),
    publicUrl: checked.publicUrl,
    accent: input.accent,
    theme: input.theme,
    tabletLockMinutes: input.tabletLockMinutes ?? before.tabletLockMinutes,
    holdMinutes: input.holdMinutes ?? before.holdMinutes,
  }
  if (after.currency !== before.currency) await expectNoAmounts(change)
  const data = differences(eventFields(before), eventFields(after))
  if (Object.keys(data).length === 0) return before
  await change.run(sql`
    UPDATE settings
    SET shop_name = ${after.name}, address = ${after.address}, phone_number = ${after.phoneNumber},
        public_url = ${after.publicUrl}, currency = ${after.currency}, locale = ${after.locale}, time_zone = ${after.timeZone},
        colourway = ${after.accent}, theme = ${after.theme}, tax_mode = ${after.taxMode},
        tax_rate = ${after.taxRate}, tax_label = ${after.taxLabel},
        tablet_lock_minutes = ${after.tabletLockMinutes}, hold_minutes = ${after.holdMinutes},
        version = version + 1, updated_at = ${change.at}
    WHERE id = 1`)
  if (after.timeZone !== before.timeZone) await moveDays(change, after.timeZone)
  await recordEvent(change, 'settings.updated', 1, data)
  return findSettings(change)
}

/** Without tax no rate is required; a typed rate is stored for later. */
function checkedTax({ taxMode, taxRate, taxLabel }: SettingsEdit) {
  if (taxMode !== 'none' && !taxRate) {
    const detail = 'Enter the tax rate, such as 20.'
    throw invalid({ pointer: '/taxRate', code: 'required', detail })
  }
  return {
    taxMode,
    taxRate: parsePercent(taxRate ?? '0', RATE_DIGITS, '/taxRate'),
    taxLabel: trimToNull(taxLabel) ?? 'Tax',
  }
}

const eventFields = <Fields extends { taxRate: number }>(settings: Fields) => ({
  ...settings,
  taxRate: formatPercent(settings.taxRate, RATE_DIGITS),
})

export const hasAmounts = async (db: Reader): Promise<boolean> =>
  (await db.get(sql`SELECT id FROM orders LIMIT 1`)) !== undefined

/** Amounts are stored in the smallest unit of the currency, so another currency would change their value. */
async function expectNoAmounts(change: Change): Promise<void> {
  if (!(await hasAmounts(change))) return
  throw new Refusal(
    'conflict',
    'currency_in_use',
    "The currency can't be changed after the first order. Choose the old one again.",
  )
}

/** Days per statement: two values each, and SQLite binds at most 32,766. */
const DAYS_AT_ONCE = 500

/**
 * A deadline without a time ends at the end of the day in the shop's time zone, so it moves with the zone. Includes
 * closed and archived orders: they can be reopened, and are filtered by their due day.
 */
async function moveDays(change: Change, timeZone: string): Promise<void> {
  const days = await change.all<{ deadline: string }>(sql`
    SELECT DISTINCT deadline FROM orders WHERE length(deadline) = 10`)
  for (let from = 0; from < days.length; from += DAYS_AT_ONCE) {
    const ends = days
      .slice(from, from + DAYS_AT_ONCE)
      .map(({ deadline }) => sql`(${deadline}, ${endOfDay(deadline, timeZone)})`)
    await change.run(sql`
      WITH ends (day, due) AS (VALUES ${join(ends, ', ')})
      UPDATE orders SET due_at = ends.due FROM ends
      WHERE orders.deadline = ends.day AND orders.due_at <> ends.due`)
  }
}
