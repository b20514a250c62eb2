// Contexts of the templates for the settings of the shop.
import type { PaymentMethod } from '../../schemas/shop/payment-methods.ts'
import type { DepositKind } from '../../schemas/shop/payment-rules.ts'
import type { Settings } from '../../schemas/shop/settings.ts'
import type { Choice, Page, SentForm } from './parts.ts'

export interface ShopPages {
  'shop/settings/index': SettingsPage
  'shop/settings/payments': PaymentRulesPage
}

interface SettingsPage extends Page, SentForm {
  logoProblem: string | null
  /** The address that devices in the shop open. */
  opensAt: string
  /** The public address is set by the environment. */
  isUrlFixed: boolean
  accents: readonly Settings['accent'][]
  taxModes: readonly Choice[]
  currencies: readonly Choice[]
  locales: readonly Choice[]
  timeZones: readonly Choice[]
}

interface PaymentRulesPage extends Page, SentForm {
  methods: readonly PaymentMethod[]
  depositKinds: readonly DepositKind[]
}
