// CSV export of customers: /api/customers/export/csv.
import type { ConsentField } from '../../../schemas/people/consent.ts'
import { CustomerQuery } from '../../../schemas/people/customers.ts'
import { type ExportedCustomer, exportCustomers } from '../../../services/exports/customers.ts'
import { CURRENCY, columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

const { search, archived } = CustomerQuery.properties
const { plain, amount } = columnsOf<ExportedCustomer>()

const ANSWERS = { true: 'yes', false: 'no', null: null } as const

const answer = (name: ConsentField, channel: string): Column<ExportedCustomer, Reading> => ({
  name,
  says: `\`yes\` or \`no\` to offers and news by ${channel}; empty: not asked`,
  of: (row) => ANSWERS[`${row[name]}`],
})

const COLUMNS: readonly Column<ExportedCustomer, Reading>[] = [
  plain('name', 'Who it is'),
  plain('phoneNumber', 'As it was typed'),
  plain('email', 'Where mail goes'),
  plain('address', 'Where they live'),
  plain('notes', 'What the shop should know'),
  plain('orders', 'How many orders, without the archived ones'),
  amount('spent', 'What was paid, less what was given back', ({ spent }) => spent),
  amount(
    'balance',
    'What is still owed on orders that are neither cancelled nor refunded',
    ({ balance }) => balance,
  ),
  CURRENCY,
  plain('lastOrderAt', 'When the last order was taken, in UTC'),
  answer('emailConsent', 'e-mail'),
  plain('emailConsentAt', 'When they said so, in UTC'),
  plain('emailConsentBy', 'Who put it down: `customer` or `staff`'),
  answer('textConsent', 'text message'),
  plain('textConsentAt', 'When they said so, in UTC'),
  plain('textConsentBy', 'Who put it down: `customer` or `staff`'),
  plain('id', 'As the API names it'),
  plain('createdAt', 'When the customer was added, in UTC'),
  plain('updatedAt', 'When it was changed last, in UTC'),
  plain('archivedAt', 'When the customer left the lists, in UTC'),
  plain('externalReference', 'What an outside program calls the customer'),
]

export default csvExport({
  noun: 'Customers',
  intro: 'All customers that `GET /api/customers` finds with the same search, however many.',
  filter: { search, archived },
  columns: COLUMNS,
  rows: exportCustomers,
})
