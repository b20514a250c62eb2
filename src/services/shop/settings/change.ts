// Partial updates of all shop settings, for the API; the pages edit the same settings in two forms.

import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { formatPercent } from '../../../lib/money/percents.ts'
import type { Settings, SettingsEdit, SettingsPatch } from '../../../schemas/shop/settings.ts'
import { RATE_DIGITS } from '../../../schemas/shop/tax.ts'
import type { Change } from '../../shared/change.ts'
import { type ExpectedVersion, expectVersion } from '../../shared/versions.ts'
import { findPaymentRules, paymentRulesJson, updatePaymentRules } from '../payment-rules.ts'
import { updateStorefront } from '../storefront.ts'
import { updateSettings } from './edit.ts'
import { findSettings } from './read.ts'

/** The settings in input form: the tax rate in percent, left out if there is none yet. */
export function editOf({ logo, version, taxRate, ...settings }: Settings): SettingsEdit {
  return { ...settings, ...(taxRate > 0 && { taxRate: formatPercent(taxRate, RATE_DIGITS) }) }
}

/** @throws Refusal `stale_version`, `currency_in_use`, `invalid_input` */
export async function changeSettings(
  change: Change,
  { paymentRules, storefront, openingHours, deliveryMethods, ...patch }: SettingsPatch,
  version: ExpectedVersion,
): Promise<void> {
  const before = await findSettings(change)
  expectVersion('shop', before.version, version)
  if (Object.keys(patch).length > 0) {
    await updateSettings(change, { ...editOf(before), ...patch }, before.version)
  }
  if (storefront || openingHours || deliveryMethods) {
    await updateStorefront(
      change,
      {
        ...(storefront && { storefront }),
        ...(openingHours && { openingHours }),
        ...(deliveryMethods && { deliveryMethods }),
      },
      undefined,
    )
  }
  if (!paymentRules) return
  const { version: _, ...rules } = paymentRulesJson(await findPaymentRules(change))
  try {
    await updatePaymentRules(change, { ...rules, ...paymentRules }, undefined)
  } catch (refusal) {
    throw inPaymentRules(refusal)
  }
}

/** The API nests the payment rules in the settings, so error pointers get that prefix. */
function inPaymentRules(refusal: unknown): unknown {
  if (!(refusal instanceof Refusal) || !refusal.extras.errors) return refusal
  return invalid(
    ...refusal.extras.errors.map((error) => ({
      ...error,
      pointer: `/paymentRules${error.pointer}`,
    })),
  )
}
