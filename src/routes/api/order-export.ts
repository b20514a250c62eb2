// /api/orders/export/csv
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { type CsvFormat, csvAnswer, csvDescription, csvFormat } from '../../schemas/exports.ts'
import type { OrderSummaryJson } from '../../schemas/order-json.ts'
import { OrderFilter } from '../../schemas/orders.ts'
import { answers } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { amountCell } from '../../services/csv-writing.ts'
import { type ExportedOrder, exportOrders } from '../../services/order-export.ts'
import { findPaymentRules } from '../../services/payment-rules.ts'
import { findSettings } from '../../services/settings.ts'
import { dayOf } from '../../services/shop-time.ts'
import { type Column, csvFile } from './csv-answer.ts'
import { type Reading as OrderReading, orderSummaryJson } from './order-json.ts'

const OrderExportQuery = Type.Object(
  { ...OrderFilter.properties, ...csvFormat },
  { additionalProperties: false },
)

interface Reading extends OrderReading {
  timeZone: string
  format: CsvFormat
}

/** As GET /api/orders tells it, so that no amount can differ. */
interface Row {
  order: OrderSummaryJson
  found: ExportedOrder
}

type OrderColumn = Column<Row, Reading>
type Name = keyof OrderSummaryJson

const plain = (name: Name, says: string): OrderColumn => ({
  name,
  says,
  of: ({ order }) => (order[name] ?? null) as string | number | boolean | null,
})

const amount = (name: Name, says: string): OrderColumn => ({
  name,
  says,
  of: ({ order }, { format }) => amountCell(String(order[name]), format),
})

const COLUMNS: readonly OrderColumn[] = [
  plain('number', 'What people call the order'),
  plain('status', 'Where the garment is'),
  plain('paymentStatus', 'What has been paid'),
  {
    name: 'takenOn',
    says: 'The day in the shop on which it was taken: 2026-11-02',
    of: ({ order }, { timeZone }) => dayOf(order.dateOfCreation, timeZone),
  },
  plain('deadline', 'As promised: a day, or a moment in UTC'),
  plain('overdue', '`true` when it is open and the deadline has passed'),
  { name: 'customerName', says: 'Whose order it is', of: ({ order }) => order.customer.name },
  {
    name: 'customerPhone',
    says: 'As it was typed',
    of: ({ order }) => order.customer.phoneNumber ?? null,
  },
  {
    name: 'employeeName',
    says: 'Who makes it; empty: nobody yet',
    of: ({ order }) => order.employee?.name ?? null,
  },
  { name: 'items', says: '`1 × Bridal gown; 2 × Veil`', of: ({ found }) => found.items },
  amount('subtotal', 'The sum of the lines, each less its own discount'),
  amount('discountAmount', 'What the discount on the order takes off'),
  amount('netAmount', '`totalAmount` less `taxAmount`'),
  plain('taxMode', '`inclusive`: prices contain the tax; `exclusive`: it is added on top'),
  plain('taxRate', 'Percent: 19 or 8.875'),
  amount('taxAmount', 'The tax'),
  amount('totalAmount', 'What the order costs'),
  amount('paidAmount', 'What was paid, less what was given back'),
  amount('balance', 'What is still owed'),
  amount('requiredDeposit', 'What the shop asks for before work starts'),
  amount('retainedAmount', 'What the shop keeps of the payments of a cancelled order'),
  amount('refundDue', 'What is to be given back'),
  plain('currency', 'ISO 4217'),
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
]

const orderExport: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/orders/export/csv', {
    config: { roles: STAFF },
    schema: {
      tags: ['Orders'],
      summary: 'Orders as a CSV file',
      description: csvDescription(
        'All orders that `GET /api/orders` finds with the same filters, however many; a row for each order.',
        COLUMNS,
      ),
      operationId: 'exportOrders',
      produces: ['text/csv'],
      querystring: OrderExportQuery,
      response: answers({ 200: csvAnswer(COLUMNS) }),
    },
    handler: async ({ query, viewer }, reply) => {
      const { separator, decimal, ...filter } = query
      const db = await app.db.forLists()
      const { timeZone } = await findSettings(db)
      const rules = await findPaymentRules(db)
      const { currency } = rules
      const role = viewer?.role ?? 'customer'
      const reading = { currency, rules, role, timeZone, format: query }
      return csvFile(reply, {
        name: 'orders',
        columns: COLUMNS,
        slices: rowsOf(exportOrders(db, filter), reading),
        reading,
        format: query,
        timeZone,
      }) as never
    },
  })
}

async function* rowsOf(slices: AsyncGenerator<ExportedOrder[]>, reading: Reading) {
  for await (const found of slices) {
    yield found.map((order): Row => ({ order: orderSummaryJson(order, reading), found: order }))
  }
}

export default orderExport
