// What can be imported, and the file that shows how.
import type { Reader } from '../db/database.ts'
import type { DescribedColumn } from '../schemas/exports.ts'
import { csvHeader, csvLines } from './csv-writing.ts'
import { makeCustomers } from './customer-import.ts'
import { CUSTOMER_COLUMNS, ORDER_COLUMNS } from './import-columns.ts'
import type { ImportReport } from './import-report.ts'
import { decimalMark } from './import-values.ts'
import { type Import, importFile, type Write } from './imports.ts'
import { makeOrders } from './order-import.ts'
import { findSettings } from './settings.ts'

export interface ImportNoun {
  name: 'customers' | 'orders'
  title: 'Customers' | 'Orders'
  /** For programs: what makes a line known. */
  says: string
  columns: readonly DescribedColumn[]
  /** Lines of the template, in the order of its columns; amounts with a point. */
  examples: readonly (readonly string[])[]
  run: (file: Import, write: Write) => Promise<ImportReport>
}

const customers: ImportNoun = {
  name: 'customers',
  title: 'Customers',
  says: 'A line is a customer. One whose `reference` was imported before is known and left as it is; so is one whose phone number (its digits) and name are there already.',
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
  run: (file, write) => importFile(file, CUSTOMER_COLUMNS, makeCustomers, write),
}

const orders: ImportNoun = {
  name: 'orders',
  title: 'Orders',
  says: 'A line is an item; lines with the same `reference` are one order. What belongs to the order may stand in each of its lines or only in the first. An order whose `reference` was imported before is known and left as it is. The customer is found by the digits of the phone number, and made when nobody has it. Orders are taken now, as pending ones; what was paid becomes a deposit of now.',
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
  run: (file, write) => importFile(file, ORDER_COLUMNS, makeOrders, write),
}

export const IMPORTS = { customers, orders } as const

/** A file to fill in, the way the spreadsheets of the shop's country read it. */
export async function templateOf(db: Reader, { columns, examples }: ImportNoun): Promise<string> {
  const { locale } = await findSettings(db)
  const isComma = decimalMark(locale) === ','
  const format = { separator: isComma ? 'semicolon' : 'comma' } as const
  const lines = examples.map((line) =>
    line.map((field) => (isComma && /^\d+\.\d\d$/.test(field) ? field.replace('.', ',') : field)),
  )
  const names = columns.map(({ name }) => name)
  return csvHeader(names, format) + csvLines(lines, format)
}
