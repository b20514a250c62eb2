// Changing the settings: what was promised to customers must still be right afterwards.
import { list, sql } from '../db/sql.ts'
import { RATE_DIGITS } from '../schemas/prices.ts'
import type { Settings, SettingsEdit } from '../schemas/settings.ts'
import type { Change } from './change.ts'
import { differences, recordEvent } from './events.ts'
import { formatPercent, parsePercent } from './percents.ts'
import { checkedPlace } from './places.ts'
import { Problems } from './problems.ts'
import { invalid, Refusal } from './refusal.ts'
import { findSettings } from './settings.ts'
import { endOfDay } from './shop-time.ts'
import { textOrNull } from './text.ts'
import { expectVersion } from './versions.ts'

/** @throws Refusal `stale_version`, `currency_in_use`, `invalid_input` */
export async function updateSettings(
  change: Change,
  input: SettingsEdit,
  version: number,
): Promise<Settings> {
  const before = await findSettings(change)
  expectVersion('shop', before.version, version)
  const problems = new Problems()
  const place = problems.take(() => checkedPlace(input))
  const tax = problems.take(() => checkedTax(input))
  problems.refuseAny()
  const after = {
    ...(place as NonNullable<typeof place>),
    ...(tax as NonNullable<typeof tax>),
    name: input.name.trim(),
    address: textOrNull(input.address),
    phoneNumber: textOrNull(input.phoneNumber),
    accent: input.accent,
    theme: input.theme,
  }
  if (after.currency !== before.currency) await expectNoAmounts(change)
  const data = differences(told(before), told(after))
  if (Object.keys(data).length === 0) return before
  await change.run(sql`
    UPDATE settings
    SET shop_name = ${after.name}, address = ${after.address}, phone_number = ${after.phoneNumber},
        currency = ${after.currency}, locale = ${after.locale}, time_zone = ${after.timeZone},
        accent = ${after.accent}, theme = ${after.theme}, tax_mode = ${after.taxMode},
        tax_rate = ${after.taxRate}, tax_label = ${after.taxLabel},
        version = version + 1, updated_at = ${change.at}
    WHERE id = 1`)
  if (after.timeZone !== before.timeZone) await moveDays(change, after.timeZone)
  await recordEvent(change, 'settings.updated', 'settings', 1, data)
  return findSettings(change)
}

/** A shop that takes no tax needs no rate; one that was typed is kept for later. */
function checkedTax({ taxMode, taxRate, taxLabel }: SettingsEdit) {
  if (taxMode !== 'none' && !taxRate) {
    const detail = 'Write the rate of the tax, such as 20.'
    throw invalid({ pointer: '/taxRate', code: 'required', detail })
  }
  return {
    taxMode,
    taxRate: parsePercent(taxRate ?? '0', RATE_DIGITS, '/taxRate'),
    taxLabel: textOrNull(taxLabel) ?? 'Tax',
  }
}

/** As an event says it: the rate in percent. */
const told = <Fields extends { taxRate: number }>(settings: Fields) => ({
  ...settings,
  taxRate: formatPercent(settings.taxRate, RATE_DIGITS),
})

/** Amounts are kept in the smallest unit of the currency: in another one they would mean something else. */
async function expectNoAmounts(change: Change): Promise<void> {
  if (!(await change.get(sql`SELECT id FROM orders LIMIT 1`))) return
  throw new Refusal(
    'conflict',
    'currency_in_use',
    'The currency cannot change any more: there are orders with prices in it.',
  )
}

/** A deadline that is a day ends when the day ends in the shop, so it moves with the time zone. */
async function moveDays(change: Change, timeZone: string): Promise<void> {
  const open = sql`status IN (${list(['pending', 'in_progress', 'ready'])}) AND length(deadline) = 10`
  const days = await change.all<{ deadline: string }>(sql`
    SELECT DISTINCT deadline FROM orders WHERE ${open}`)
  for (const { deadline } of days) {
    await change.run(sql`
      UPDATE orders SET due_at = ${endOfDay(deadline, timeZone)} WHERE deadline = ${deadline} AND ${open}`)
  }
}
