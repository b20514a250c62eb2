// Contexts of the templates for the settings of the shop.
import type { PaymentMethod } from '../../schemas/shop/payment-methods.ts'
import type { DepositKind } from '../../schemas/shop/payment-rules.ts'
import type { Settings } from '../../schemas/shop/settings.ts'
import type { Choice, Page, SentForm } from './parts.ts'

export interface ShopPages {
  'shop/settings/index': SettingsPage
  'shop/settings/payments': PaymentRulesPage
  'shop/settings/storefront': StorefrontPage
  'shop/settings/hours': HoursPage
  'shop/settings/delivery': DeliveryPage
  'shop/settings/values': ValuesPage
}

interface SettingsPage extends Page, SentForm {
  logoProblem: string | null
  /** The address that devices in the shop open. */
  opensAt: string
  /** The public address is set by the environment. */
  isUrlFixed: boolean
  taxModes: readonly Choice[]
  currencies: readonly Choice[]
  locales: readonly Choice[]
  timeZones: readonly Choice[]
}

interface PaymentRulesPage extends Page, SentForm {
  methods: readonly PaymentMethod[]
  depositKinds: readonly DepositKind[]
}

interface StorefrontPage extends Page, SentForm {
  accents: readonly Settings['accent'][]
}

/** A form with rows that buttons add, remove and move. */
interface RowsForm extends Page, SentForm {
  hasRoom: boolean
  /** What a button did; empty if none was pressed. */
  done: string
  /** Number of the row that was added. */
  added: number | null
}

interface HoursPage extends RowsForm {
  /** Whether the shop is open, as customers read it now. */
  sentence: string
  weekdays: readonly { name: string; label: string }[]
  rows: readonly { day: string }[]
  past: readonly LabelledValue[]
}

interface DeliveryPage extends RowsForm {
  rows: readonly { name: string }[]
  kinds: readonly Choice[]
}

interface LabelledValue {
  label: string
  value: string
}

interface ValuesPage extends Page {
  section: 'storefront' | 'hours' | 'delivery'
  values: readonly LabelledValue[]
}
