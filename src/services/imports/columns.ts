// Maps the column titles of an import file to column names.
import { yieldToEventLoop } from '../../lib/concurrency/event-loop.ts'
import type { Line, Table } from '../../lib/csv/parser.ts'
import { foldText } from '../../lib/text/normalize.ts'
import type { Findings } from './report.ts'

/** Aliases by column name, without spaces and punctuation. */
export type Columns = Readonly<Record<string, readonly string[]>>

const PHONE = ['phone', 'telephone', 'tel', 'mobile', 'customerphone', 'customerphonenumber']

export const CUSTOMER_COLUMNS = {
  reference: ['ref', 'externalid', 'customernumber', 'customerno'],
  name: ['customer', 'customername', 'fullname'],
  phoneNumber: PHONE,
  email: ['mail', 'emailaddress', 'customeremail'],
  address: ['street', 'postaladdress'],
  notes: ['note', 'comment', 'comments', 'remarks'],
  emailConsent: ['acceptsmarketing', 'acceptsemailmarketing', 'emailmarketing', 'newsletter'],
  emailConsentAt: [],
  emailConsentBy: [],
  textConsent: ['acceptssmsmarketing', 'smsmarketing', 'smsconsent'],
  textConsentAt: [],
  textConsentBy: [],
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

export const PRODUCT_COLUMNS = {
  // Of our own export; what they say is not imported.
  id: ['variantid'],
  productId: [],
  reserved: [],
  available: [],
  slug: ['handle'],
  productName: ['name', 'product', 'title'],
  kind: ['productkind'],
  category: ['categoryname'],
  featured: [],
  description: ['body', 'details'],
  care: ['careinstructions'],
  productArchived: [],
  sku: ['variantsku', 'articlenumber', 'itemnumber'],
  option1: ['option1name'],
  value1: ['option1value'],
  option2: ['option2name'],
  value2: ['option2value'],
  option3: ['option3name'],
  value3: ['option3value'],
  price: ['variantprice', 'unitprice'],
  cost: ['costperitem', 'unitcost'],
  currency: [],
  supplier: ['vendor'],
  barcode: ['variantbarcode', 'ean', 'gtin', 'upc'],
  unit: [],
  stock: ['quantity', 'qty', 'onhand', 'stockquantity', 'variantinventoryqty'],
  lowStockAt: ['lowstock', 'lowstockmark', 'reorderlevel'],
  archived: ['variantarchived'],
} as const satisfies Columns

export interface Row<Name extends string> {
  line: number
  values: Partial<Record<Name, string>>
  /** More fields than titles, mostly because of an unquoted separator. */
  surplus: boolean
}

export interface Rows<Name extends string> {
  headerLine: number
  rows: Row<Name>[]
  ignored: string[]
  doubled: Name[]
  has: (name: Name) => boolean
}

/** Yields to the event loop between rows. */
export async function rowsOf<Names extends Columns>(
  { header, lines }: Table,
  columns: Names,
): Promise<Rows<keyof Names & string>> {
  type Name = keyof Names & string
  const titles = header.fields
  const nameOf = namesByTitle(columns)
  const names = titles.map((title) => nameOf(title) as Name | undefined)
  const isFirst = (name: Name | undefined, at: number) => names.indexOf(name) === at
  const places = [...names.entries()].filter(
    (place): place is [number, Name] => place[1] !== undefined && isFirst(place[1], place[0]),
  )
  const rows: Row<Name>[] = []
  const pause = yieldToEventLoop()
  for (const line of lines) {
    await pause()
    rows.push(rowOf(line, places, titles.length))
  }
  return {
    headerLine: header.line,
    rows,
    ignored: titles.filter((title, at) => title !== '' && names[at] === undefined),
    doubled: names.filter((name, at): name is Name => !!name && !isFirst(name, at)),
    has: (name) => names.includes(name),
  }
}

function rowOf<Name extends string>(
  { line, fields }: Line,
  places: readonly (readonly [at: number, name: Name])[],
  width: number,
): Row<Name> {
  const values: Partial<Record<Name, string>> = {}
  for (const [at, name] of places) {
    const field = fields[at]
    if (field) values[name] = field
  }
  return { line, values, surplus: fields.slice(width).some((field) => field !== '') }
}

/** 'Phone number', 'phone_number' and 'phoneNumber' are one name; an exact name wins over aliases. */
function namesByTitle(columns: Columns): (title: string) => string | undefined {
  const aliases = Object.entries(columns).flatMap(([name, titles]) =>
    titles.map((title) => [title, name] as const),
  )
  const own = Object.keys(columns).map((name) => [lettersOf(name), name] as const)
  const byTitle = new Map([...aliases, ...own])
  return (title) => (title.length > LONGEST_TITLE ? undefined : byTitle.get(lettersOf(title)))
}

const LONGEST_TITLE = 100

const lettersOf = (title: string) => foldText(title).replace(/[^\p{L}\p{N}]/gu, '')

export function requireColumns<Name extends string>(
  { has, headerLine }: Rows<Name>,
  findings: Findings,
  names: readonly Name[],
): boolean {
  const missing = names.filter((name) => !has(name))
  for (const column of missing) {
    const detail = `The column ${column} is missing. Add it to the first line of the file.`
    findings.add({ line: headerLine, column, code: 'required', detail })
  }
  return missing.length > 0
}
