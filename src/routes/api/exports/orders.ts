// CSV export of orders: /api/orders/export/csv.
import { amountCell } from '../../../lib/csv/writer.ts'
import { dayOf } from '../../../lib/time/shop-time.ts'
import { OrderFilter } from '../../../schemas/orders/index.ts'
import type { OrderSummaryJson } from '../../../schemas/orders/json.ts'
import { type ExportedOrder, exportOrders } from '../../../services/exports/orders.ts'
import { findPaymentRules } from '../../../services/shop/payment-rules.ts'
import { type Reading as OrderReading, orderSummaryJson } from '../orders/json.ts'
import { CURRENCY, columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

/** As GET /api/orders answers it, so that no amount can differ. */
type Row = OrderSummaryJson & Pick<ExportedOrder, 'items'>

const { plain } = columnsOf<Row>()

const amountText = (name: keyof OrderSummaryJson, says: string): Column<Row, Reading> => ({
  name,
  says,
  of: (order, { format }) => amountCell(String(order[name]), format),
})

const COLUMNS: readonly Column<Row, Reading>[] = [
  plain('number', 'What people call the order'),
  plain('status', 'Where the garment is'),
  plain('paymentStatus', 'What has been paid'),
  {
    name: 'takenOn',
    says: 'The day in the shop on which it was taken: 2026-11-02',
    of: (order, { timeZone }) => dayOf(order.dateOfCreation, timeZone),
  },
  plain('deadline', 'As promised: a day, or a moment in UTC'),
  plain('overdue', '`true` when it is open and the deadline has passed'),
  { name: 'customerName', says: 'Whose order it is', of: (order) => order.customer.name },
  {
    name: 'customerPhone',
    says: 'As it was typed',
    of: (order) => order.customer.phoneNumber ?? null,
  },
  {
    name: 'employeeName',
    says: 'Who makes it; empty: nobody yet',
    of: (order) => order.employee?.name ?? null,
  },
  plain('items', '`1 × Bridal gown; 2 × Veil`'),
  amountText('subtotal', 'The sum of the lines, each less its own discount'),
  amountText('discountAmount', 'What the discount on the order takes off'),
  amountText('netAmount', '`totalAmount` less `taxAmount`'),
  plain('taxMode', '`inclusive`: prices contain the tax; `exclusive`: it is added on top'),
  plain('taxRate', 'Percent: 19 or 8.875'),
  amountText('taxAmount', 'The tax'),
  amountText('totalAmount', 'What the order costs'),
  amountText('paidAmount', 'What was paid, less what was given back'),
  amountText('balance', 'What is still owed; nothing of an order that is cancelled, or refunded'),
  amountText('requiredDeposit', 'What the shop asks for before work starts'),
  amountText('retainedAmount', 'What the shop keeps of the payments of a cancelled order'),
  amountText('refundDue', 'What is to be given back'),
  CURRENCY,
  plain('channel', 'Where it was taken'),
  plain('shippingAddress', 'Where it is sent'),
  plain('notes', 'The customer may read these'),
  plain('internalNotes', 'Staff only'),
  plain('id', 'As the API names it'),
  plain('customerId', 'As the API names the customer'),
  plain('employeeId', 'As the API names the employee'),
  plain('dateOfCreation', 'When it was taken, in UTC'),
  plain('updatedAt', 'When it was changed last, in UTC'),
  plain('archivedAt', 'When it left the lists, in UTC'),
  plain('externalReference', 'What an outside program calls it'),
]

export default csvExport({
  noun: 'Orders',
  intro:
    'All orders that `GET /api/orders` finds with the same filters, however many; a row for each order.',
  filter: OrderFilter.properties,
  columns: COLUMNS,
  rows: async (db, filter) => {
    const rules = await findPaymentRules(db)
    return rowsOf(exportOrders(db, filter), { currency: rules.currency, rules })
  },
})

async function* rowsOf(
  slices: AsyncGenerator<ExportedOrder[]>,
  reading: OrderReading,
): AsyncGenerator<Row[]> {
  for await (const orders of slices) {
    yield orders.map((order) =>
      Object.assign(orderSummaryJson(order, reading), { items: order.items }),
    )
  }
}
