// Contexts of the templates for stock: overview, receiving, one variant, counts.

import type { Count, CountLine } from '../../../services/catalogue/stock/count-rows.ts'
import type { Hold } from '../../../services/catalogue/stock/hold-rows.ts'
import type { LowVariant } from '../../../services/catalogue/stock/low.ts'
import type { Movement } from '../../../services/catalogue/stock/movements.ts'
import type { StockValue } from '../../../services/catalogue/stock/overview.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { Keeper } from '../../../services/orders/stock/keepers.ts'
import type { Chip, Choice, Empty, Page, Pager, SentForm, Tab } from '../parts.ts'

export interface StockPages {
  'catalogue/stock/count': CountPage
  'catalogue/stock/counts': CountsPage
  'catalogue/stock/index': StockPage
  'catalogue/stock/low': LowStockPage
  'catalogue/stock/receive': ReceivePage
  'catalogue/stock/variant': VariantPage
}

export interface StockFragments {
  'catalogue/stock/_count': CountPage
  'catalogue/stock/_low': LowStockPage
  'catalogue/stock/_receive': ReceivePage
}

type NamedMovement = Movement & { variant: Variant }
type NamedHold = Hold & { variant: Variant; keeper: Keeper }

interface StockPage extends Page {
  value: StockValue
  low: readonly LowVariant[]
  lowCount: number
  none: { count: number; href: string }
  movements: readonly NamedMovement[]
  holds: readonly NamedHold[]
}

interface LowStockPage extends Page {
  variants: readonly LowVariant[]
  total: number
  query: Readonly<Record<string, string>>
  suppliers: readonly Choice[]
  categories: readonly Choice[]
  kinds: readonly Choice[]
  chips: readonly Chip[]
  empty: Empty
  pager: Pager
}

/** A field for a barcode or SKU with what was done last. */
interface ScanPage extends Page, SentForm {
  idempotencyKey: string
  /** Variants with a similar name, where nothing has the typed code. */
  similar: readonly Variant[]
}

interface ReceivePage extends ScanPage {
  /** What was received last, with its stock now. */
  last: { variant: Variant; delta: number } | null
}

interface VariantPage extends Page, SentForm {
  variant: Variant
  isLow: boolean
  isArchived: boolean
  movements: readonly NamedMovement[]
  beyond: Empty | null
  pager: Pager
  holds: readonly NamedHold[]
  idempotencyKey: string
}

interface CountsPage extends Page, SentForm {
  counts: readonly Count[]
  total: number
  tabs: readonly Tab[]
  beyond: Empty | null
  pager: Pager
  idempotencyKey: string
}

interface CountPage extends ScanPage {
  count: Count
  lines: readonly (CountLine & { name: string })[]
  /** What was entered last. */
  last: (CountLine & { name: string }) | null
  /** What should be there is hidden while a blind count is open. */
  isBlind: boolean
  /** Number of lines that differ. */
  differences: number
  /** Less was counted than buyers keep: posting can release it. */
  mayRelease: boolean
}
