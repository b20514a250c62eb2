// /api/payments/export/csv
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { type CsvFormat, csvAnswer, csvDescription, csvFormat } from '../../schemas/exports.ts'
import { PaymentFilter } from '../../schemas/payment-lists.ts'
import { answers } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { amountCell } from '../../services/csv-writing.ts'
import { formatAmount } from '../../services/money.ts'
import { type ExportedPayment, exportPayments } from '../../services/payment-export.ts'
import { findSettings } from '../../services/settings.ts'
import { dayOf } from '../../services/shop-time.ts'
import { type Column, csvFile } from './csv-answer.ts'

const PaymentExportQuery = Type.Object(
  { ...PaymentFilter.properties, ...csvFormat },
  { additionalProperties: false },
)

interface Reading {
  currency: string
  timeZone: string
  format: CsvFormat
}

type PaymentColumn = Column<ExportedPayment, Reading>

const plain = (name: keyof ExportedPayment, says: string): PaymentColumn => ({
  name,
  says,
  of: (payment) => payment[name],
})

const amount = (
  name: string,
  says: string,
  units: (payment: ExportedPayment) => number,
): PaymentColumn => ({
  name,
  says,
  of: (payment, { currency, format }) => amountCell(formatAmount(units(payment), currency), format),
})

const COLUMNS: readonly PaymentColumn[] = [
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
  { name: 'currency', says: 'ISO 4217', of: (_payment, { currency }) => currency },
  plain('note', 'What was noted'),
  plain('actor', 'Who recorded it'),
  plain('receivedAt', 'When, in UTC'),
  plain('id', 'As the API names it'),
  plain('orderId', 'As the API names the order'),
  plain('reversesId', 'The `id` of the mistake that this row takes back'),
]

const paymentExport: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/payments/export/csv', {
    config: { roles: STAFF },
    schema: {
      tags: ['Payments'],
      summary: 'Payments as a CSV file',
      description: csvDescription(
        'All rows of the ledgers of all orders, also of archived ones.',
        COLUMNS,
      ),
      operationId: 'exportPayments',
      produces: ['text/csv'],
      querystring: PaymentExportQuery,
      response: answers({ 200: csvAnswer(COLUMNS) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const { currency, timeZone } = await findSettings(db)
      return csvFile(reply, {
        name: 'payments',
        columns: COLUMNS,
        slices: exportPayments(db, query),
        reading: { currency, timeZone, format: query },
        format: query,
        timeZone,
      }) as never
    },
  })
}

export default paymentExport
