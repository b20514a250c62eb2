// CSV export of payments: /api/payments/export/csv.
import { dayOf } from '../../../lib/time/shop-time.ts'
import { PaymentFilter } from '../../../schemas/money/payments.ts'
import { type ExportedPayment, exportPayments } from '../../../services/exports/payments.ts'
import { CURRENCY, columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

const { plain, amount } = columnsOf<ExportedPayment>()

const COLUMNS: readonly Column<ExportedPayment, Reading>[] = [
  {
    name: 'receivedOn',
    says: 'The day in the shop: 2026-11-02',
    of: ({ receivedAt }, { timeZone }) => dayOf(receivedAt, timeZone),
  },
  plain('orderNumber', 'The order, as people call it'),
  plain('customerName', 'Whose order it is'),
  plain('kind', '`deposit`, `payment` or `refund`'),
  plain('method', 'How it was paid'),
  amount('amount', 'As the API says it: never negative', ({ amount }) => amount),
  amount(
    'received',
    'What came in; negative for a refund, so that the column adds up to what was received',
    ({ kind, amount }) => (kind === 'refund' ? -amount : amount),
  ),
  CURRENCY,
  plain('note', 'What was noted'),
  plain('actor', 'Who recorded it'),
  plain('receivedAt', 'When, in UTC'),
  plain('id', 'As the API names it'),
  plain('orderId', 'As the API names the order'),
  plain('reversesId', 'The `id` of the mistake that this row takes back'),
]

export default csvExport({
  noun: 'Payments',
  intro: 'All rows of the ledgers of all orders, also of archived ones.',
  filter: PaymentFilter.properties,
  columns: COLUMNS,
  rows: exportPayments,
})
