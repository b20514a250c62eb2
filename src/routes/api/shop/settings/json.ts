// JSON of the shop's settings, with payment rules and the address of the logo.
import type { Reader } from '../../../../db/database.ts'
import type { SettingsJson } from '../../../../schemas/shop/settings.ts'
import {
  deliveryMethodJson,
  findDeliveryMethods,
} from '../../../../services/shop/delivery-methods.ts'
import { findOpeningHours } from '../../../../services/shop/opening-hours.ts'
import { findPaymentRules, paymentRulesJson } from '../../../../services/shop/payment-rules.ts'
import { editOf } from '../../../../services/shop/settings/change.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { findStorefront } from '../../../../services/shop/storefront.ts'

export async function settingsJson(db: Reader): Promise<SettingsJson> {
  const stored = await findSettings(db)
  const { version, ...paymentRules } = paymentRulesJson(await findPaymentRules(db))
  const { logo } = stored
  const methods = await findDeliveryMethods(db)
  return {
    ...editOf(stored),
    taxRate: editOf(stored).taxRate ?? '0',
    taxLabel: stored.taxLabel,
    tabletLockMinutes: stored.tabletLockMinutes,
    holdMinutes: stored.holdMinutes,
    address: stored.address,
    phoneNumber: stored.phoneNumber,
    publicUrl: stored.publicUrl,
    paymentRules,
    storefront: await findStorefront(db),
    openingHours: await findOpeningHours(db),
    deliveryMethods: methods.map((method) => deliveryMethodJson(method, stored.currency)),
    logo: logo && {
      url: `/logo?v=${logo.sha256.slice(0, 10)}`,
      width: logo.width,
      height: logo.height,
    },
    version,
  }
}
