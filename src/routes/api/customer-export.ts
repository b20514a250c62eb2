// /api/customers/export/csv
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CustomerQuery } from '../../schemas/customers.ts'
import { type CsvFormat, csvAnswer, csvDescription, csvFormat } from '../../schemas/exports.ts'
import { answers } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { amountCell } from '../../services/csv-writing.ts'
import { type ExportedCustomer, exportCustomers } from '../../services/customer-export.ts'
import { formatAmount } from '../../services/money.ts'
import { findSettings } from '../../services/settings.ts'
import { type Column, csvFile } from './csv-answer.ts'

const { search, archived } = CustomerQuery.properties
const CustomerExportQuery = Type.Object(
  { search, archived, ...csvFormat },
  { additionalProperties: false },
)

interface Reading {
  currency: string
  format: CsvFormat
}

type CustomerColumn = Column<ExportedCustomer, Reading>

const plain = (name: keyof ExportedCustomer, says: string): CustomerColumn => ({
  name,
  says,
  of: (customer) => customer[name],
})

const amount = (name: 'spent' | 'balance', says: string): CustomerColumn => ({
  name,
  says,
  of: (customer, { currency, format }) =>
    amountCell(formatAmount(customer[name], currency), format),
})

const COLUMNS: readonly CustomerColumn[] = [
  plain('name', 'Who it is'),
  plain('phoneNumber', 'As it was typed'),
  plain('email', 'Where mail goes'),
  plain('address', 'Where they live'),
  plain('notes', 'What the shop should know'),
  plain('orders', 'How many orders, without the archived ones'),
  amount('spent', 'What was paid, less what was given back'),
  amount('balance', 'What is still owed on orders that are not cancelled'),
  { name: 'currency', says: 'ISO 4217', of: (_customer, { currency }) => currency },
  plain('lastOrderAt', 'When the last order was taken, in UTC'),
  plain('id', 'As the API names it'),
  plain('createdAt', 'When the customer was added, in UTC'),
  plain('updatedAt', 'When it was changed last, in UTC'),
  plain('archivedAt', 'When the customer left the lists, in UTC'),
]

const customerExport: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/customers/export/csv', {
    config: { roles: STAFF },
    schema: {
      tags: ['Customers'],
      summary: 'Customers as a CSV file',
      description: csvDescription(
        'All customers that `GET /api/customers` finds with the same search, however many.',
        COLUMNS,
      ),
      operationId: 'exportCustomers',
      produces: ['text/csv'],
      querystring: CustomerExportQuery,
      response: answers({ 200: csvAnswer(COLUMNS) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const { currency, timeZone } = await findSettings(db)
      return csvFile(reply, {
        name: 'customers',
        columns: COLUMNS,
        slices: exportCustomers(db, query),
        reading: { currency, format: query },
        format: query,
        timeZone,
      }) as never
    },
  })
}

export default customerExport
