// The kinds of rows that can be imported, with their columns and template file.
import type { Reader } from '../../db/database.ts'
import { SMALL_FILE } from '../../lib/csv/parser.ts'
import { csvHeader, csvLines } from '../../lib/csv/writer.ts'
import { decimalMark } from '../../lib/time/parse-day.ts'
import { findSettings } from '../shop/settings/read.ts'
import { checkFile } from './check.ts'
import { CUSTOMER_COLUMNS, ORDER_COLUMNS } from './columns.ts'
import { checkCustomers } from './customers/check.ts'
import type { ImportNoun } from './noun.ts'
import { checkOrders } from './orders/check.ts'
import { products } from './products/noun.ts'

export type { Importer, ImportNoun } from './noun.ts'

const REPEATED = 'Entries already in Hemline stay as they are, so you can send a file again.'

const customers: ImportNoun = {
  name: 'customers',
  purpose: 'Add customers from a table.',
  title: 'Customers',
  tag: 'Customers',
  permission: 'imports.write',
  repeated: REPEATED,
  limits: SMALL_FILE,
  says: 'A line is a customer. One whose `reference` was imported before is known and left as it is; so is one whose phone number, from abroad or from home, and name are there already.',
  columns: [
    { name: 'reference', says: 'What your old books call the customer; may be left out' },
    { name: 'name', says: 'Needed' },
    { name: 'phoneNumber', says: 'Needed; also `phone`, `telephone`, `mobile`' },
    { name: 'email', says: 'May be empty' },
    { name: 'address', says: 'May be empty' },
    { name: 'notes', says: 'May be empty' },
  ],
  examples: [
    ['C-17', 'Amina Bello', '+44 20 7946 0018', 'amina@example.com', '4 Mill Lane, Leeds', ''],
    ['C-18', 'Zoë Müller', '0170 555 0142', '', '', 'Ivory shoes'],
  ],
  check: (db, bytes) => checkFile(db, bytes, CUSTOMER_COLUMNS, checkCustomers),
}

const orders: ImportNoun = {
  name: 'orders',
  purpose: 'Add orders from a table.',
  title: 'Orders',
  tag: 'Orders',
  permission: 'imports.write',
  repeated: REPEATED,
  limits: SMALL_FILE,
  says: 'A line is an item; lines with the same `reference` are one order. What belongs to the order may stand in each of its lines or only in the first. An order whose `reference` was imported before is known and left as it is. The customer is found by the phone number, from abroad or from home, and made when nobody has it. Orders are taken now, as pending ones; what was paid becomes a deposit of now.',
  columns: [
    { name: 'reference', says: 'Needed: what your old books call the order' },
    { name: 'customerName', says: 'Needed' },
    { name: 'customerPhone', says: 'Needed' },
    { name: 'customerEmail', says: 'Of a new customer; may be empty' },
    { name: 'itemName', says: 'Needed' },
    { name: 'description', says: 'Of the item; may be empty' },
    { name: 'quantity', says: '1 unless given' },
    { name: 'unitPrice', says: 'Needed: 125.50, or as the shop’s country writes it' },
    { name: 'deadline', says: '2026-12-01, or as the shop’s country writes a day' },
    { name: 'employee', says: 'The name of somebody in the list of employees; may be empty' },
    { name: 'shippingAddress', says: 'May be empty' },
    { name: 'notes', says: 'The customer may read these' },
    { name: 'internalNotes', says: 'Staff only' },
    { name: 'deposit', says: 'What was paid already; may be empty' },
  ],
  examples: [
    [
      '2026-101',
      'Amina Bello',
      '+44 20 7946 0018',
      '',
      'Bridal gown, hem and bustle',
      'Ivory silk',
      '1',
      '125.50',
      '2026-12-01',
      '',
      '',
      '',
      '',
      '50.00',
    ],
    ['2026-101', '', '', '', 'Veil', '', '2', '30.00', '', '', '', '', '', ''],
    [
      '2026-102',
      'Zoë Müller',
      '0170 555 0142',
      '',
      'Coat, new lining',
      '',
      '1',
      '80.00',
      '',
      '',
      '',
      '',
      '',
      '',
    ],
  ],
  check: (db, bytes) => checkFile(db, bytes, ORDER_COLUMNS, checkOrders),
}

export const IMPORTS = { customers, orders, products } as const

/** Columns that are filled in: not those that another file has for its own use. */
export const fileColumns = ({ columns }: ImportNoun) =>
  columns.filter(({ name }) => !name.includes(','))

export async function templateOf(db: Reader, noun: ImportNoun): Promise<string> {
  const { locale } = await findSettings(db)
  const isComma = decimalMark(locale) === ','
  const format = { separator: isComma ? 'semicolon' : 'comma' } as const
  const lines = noun.examples.map((line) =>
    line.map((field) => (isComma && /^\d+\.\d\d$/.test(field) ? field.replace('.', ',') : field)),
  )
  const names = fileColumns(noun).map(({ name }) => name)
  return csvHeader(names, format) + csvLines(lines, format)
}
