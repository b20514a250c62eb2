// Which column of a file is which, whatever it is called there.
import type { Line, Table } from './csv-reading.ts'
import { folded } from './text.ts'

/** By the name of a column the other names that files have for it, written without spaces and signs. */
export type Columns = Readonly<Record<string, readonly string[]>>

const PHONE = ['phone', 'telephone', 'tel', 'mobile', 'customerphone', 'customerphonenumber']

export const CUSTOMER_COLUMNS = {
  reference: ['ref', 'externalid', 'customernumber', 'customerno'],
  name: ['customer', 'customername', 'fullname'],
  phoneNumber: PHONE,
  email: ['mail', 'emailaddress', 'customeremail'],
  address: ['street', 'postaladdress'],
  notes: ['note', 'comment', 'comments', 'remarks'],
} as const satisfies Columns

export const ORDER_COLUMNS = {
  reference: ['ref', 'order', 'ordernumber', 'orderno', 'orderreference', 'externalid', 'number'],
  customerName: ['customer', 'name', 'fullname'],
  customerPhone: ['phonenumber', ...PHONE],
  customerEmail: ['email', 'mail', 'emailaddress'],
  itemName: ['item', 'garment', 'product', 'article'],
  description: ['itemdescription', 'details'],
  quantity: ['qty', 'count', 'pieces'],
  unitPrice: ['price', 'itemprice'],
  deadline: ['due', 'duedate', 'dueon', 'promised'],
  employee: ['employeename', 'madeby', 'tailor'],
  shippingAddress: ['address', 'deliveryaddress'],
  notes: ['note', 'comment', 'comments', 'remarks'],
  internalNotes: ['internalnote', 'staffnotes'],
  deposit: ['paid', 'paidamount', 'prepayment'],
} as const satisfies Columns

/** A line by the names of its columns; what is empty is left out. */
export interface Row<Name extends string> {
  line: number
  values: Partial<Record<Name, string>>
  /** More fields than the first line has names: a separator that was not quoted, mostly. */
  surplus: boolean
}

export interface Rows<Name extends string> {
  rows: Row<Name>[]
  /** The names of columns that mean nothing to us. */
  ignored: string[]
  /** Names of columns that several columns of the file have. */
  doubled: Name[]
  has: (name: Name) => boolean
}

export function rowsOf<Known extends Columns>(
  { header, lines }: Table,
  columns: Known,
): Rows<keyof Known & string> {
  type Name = keyof Known & string
  const names = header.map((title) => nameOf(title, columns) as Name | undefined)
  return {
    rows: lines.map((line) => rowOf(line, names)),
    ignored: header.filter((title, at) => title !== '' && names[at] === undefined),
    doubled: names.filter((name, at): name is Name => !!name && names.indexOf(name) !== at),
    has: (name) => names.includes(name),
  }
}

function rowOf<Name extends string>(
  { line, fields }: Line,
  names: readonly (Name | undefined)[],
): Row<Name> {
  const values: Partial<Record<Name, string>> = {}
  for (const [at, name] of names.entries()) {
    const field = fields[at]
    if (name && field) values[name] = field
  }
  return { line, values, surplus: fields.slice(names.length).some((field) => field !== '') }
}

/** 'Phone number', 'phone_number' and 'phoneNumber' are one name; its own names go before the others. */
function nameOf(title: string, columns: Columns): string | undefined {
  const plain = lettersOf(title)
  const own = Object.keys(columns).find((name) => lettersOf(name) === plain)
  return own ?? Object.keys(columns).find((name) => columns[name]?.includes(plain))
}

const lettersOf = (title: string) => folded(title).replace(/[^\p{L}\p{N}]/gu, '')
