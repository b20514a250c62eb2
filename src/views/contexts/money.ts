// Contexts of the templates for payments, who owes what, and the cash sheet.
import type { PaymentFilter } from '../../schemas/money/payments.ts'
import type { PaymentKind } from '../../schemas/orders/status.ts'
import type { PaymentMethod } from '../../schemas/shop/payment-methods.ts'
import type { CashSheet } from '../../services/money/cash-sheet.ts'
import type { Owing, OwingTotals } from '../../services/money/owing.ts'
import type { LedgerRow, LedgerTotals } from '../../services/money/payments.ts'
import type { Empty, LinkedCount, Page, Pager, Tab } from './parts.ts'

export interface MoneyPages {
  'money/cash-sheet': CashSheetPage
  'money/owing': OwingPage
  'money/payments': PaymentsPage
}

export interface MoneyFragments {
  'money/_payments': PaymentsPage
}

interface CashSheetPage extends Page {
  sheet: CashSheet
  today: string
  links: { previous: string; next: string | null }
}

interface OwingPage extends Page {
  owing: readonly (Omit<Owing, 'orders'> & { orders: LinkedCount })[]
  beyond: Empty | null
  totals: OwingTotals
  all: string
  sorts: readonly Tab[]
  pager: Pager
}

interface PaymentsPage extends Page {
  payments: readonly LedgerRow[]
  beyond: Empty | null
  totals: LedgerTotals | null
  filter: PaymentFilter
  isFiltered: boolean
  kinds: readonly PaymentKind[]
  methods: readonly PaymentMethod[]
  pager: Pager & { csv: string | null }
}
