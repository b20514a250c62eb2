// Old books come in as CSV files: all of a file or nothing, never twice, and every mistake with its line.
import t, { type Test } from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../api.ts'
import { linesOf } from '../../csv.ts'
import { AMINA, addCustomer, addEmployee, addOrder } from '../../factories.ts'
import { account, type Program, program } from '../../helper.ts'

const { app, owner } = await openShop(t)

type File = string | Uint8Array

const send = (who: Program, noun: string, file: File, query = '', headers = {}) =>
  who.send({
    method: 'POST',
    url: `/api/${noun}/import/csv${query}`,
    payload: typeof file === 'string' ? file : Buffer.from(file),
    headers: { 'content-type': 'text/csv', ...headers },
  })

const imported = async (noun: string, file: File, query = '') => {
  const answer = await send(owner, noun, file, query)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}
const dryRun = (noun: string, file: File) => imported(noun, file, '?dryRun=true')

const customers = async (search: string) =>
  (await owner.get(`/api/customers?search=${encodeURIComponent(search)}`)).json().data

/** Everything in the database, as numbers. */
const contents = () =>
  app.db.get(sql`
    SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders,
           (SELECT count(*) FROM order_items) AS items, (SELECT count(*) FROM payments) AS payments,
           (SELECT count(*) FROM events) AS events, (SELECT max(id) FROM events) AS last,
           (SELECT count(*) FROM imported_rows) AS imported,
           (SELECT count(*) FROM idempotency_keys) AS keys,
           (SELECT value FROM counters WHERE name = 'order_number') AS number`)

const untouched = async (t: Test, work: () => Promise<unknown>) => {
  const before = await contents()
  await work()
  t.strictSame(await contents(), before, 'nothing is changed')
}

const PEOPLE = `name,phone,E-Mail,Notes
Zoë Müller,0170 555 0142,zoe@example.com,"Ivory shoes,
size 38"
Li Wei,+86 10 5555 0199,,
`

t.test('customers: a dry run says what would be made, and makes nothing', async (t) => {
  await untouched(t, async () => {
    const report = await dryRun('customers', PEOPLE)
    t.match(report, { dryRun: true, lines: 2, made: 2, known: 0, problemCount: 0, problems: [] })
    t.match(report.preview, [
      { line: 2, customerName: 'Zoë Müller', phoneNumber: '0170 555 0142', reference: null },
      { line: 4, customerName: 'Li Wei', phoneNumber: '+86 10 5555 0199' },
    ])
  })
})

t.test('customers: then they are made, once', async (t) => {
  t.match(await imported('customers', PEOPLE), { dryRun: false, made: 2, known: 0 })
  const [zoe] = await customers('muller')
  t.match(zoe, { email: 'zoe@example.com', notes: 'Ivory shoes,\nsize 38', address: null })
  t.match(await eventsOf(app, 'customer', zoe.id), [
    { type: 'customer.created', actor: 'Ines Almeida', data: { name: 'Zoë Müller' } },
  ])
  await untouched(t, async () => {
    t.match(await imported('customers', PEOPLE), { made: 0, known: 2 })
  })
  const family = 'name;phone\nMax Müller;0170-555-0142\n zoe  müller ;0170 5550142\n'
  t.match(await imported('customers', family), { made: 1, known: 1 }, 'a family shares a phone')
})

t.test('customers: a reference stays the same when the phone is another one', async (t) => {
  t.match(await imported('customers', 'ref,name,phone\nC-17,Ana,0201 555\n'), { made: 1 })
  t.match(await imported('customers', 'ref,name,phone\nC-17,Ana B.,0202 555\n'), { known: 1 })
  t.equal((await customers('Ana')).length, 1)
})

t.test('however the file was written', async (t) => {
  const one = (lines: string[], separator: string) => lines.join(separator)
  const files: Record<string, [File, string]> = {
    semicolons: ['Customer name;PHONE_NUMBER\r\nSemi;030 1001\r\n', 'Semi'],
    tabs: [one(['name\tphone', 'Tab, with a comma\t030 1002'], '\n'), 'Tab, with a comma'],
    'old ends of lines': [one(['name,phone', 'Oldmac,030 1003'], '\r'), 'Oldmac'],
    'a byte order mark': ['\uFEFFname,phone\nMarked,030 1004', 'Marked'],
    quotes: ['"name","phone"\n"Quo ""the"" Ted","030 1005"', 'Quo "the" Ted'],
    'UTF-16': [Buffer.from('\uFEFFname\tphone\nÅsa\t030 1006', 'utf16le'), 'Åsa'],
    'Windows-1252': [Buffer.from('name,phone\nJos\xe9 Nu\xf1ez,030 1007', 'latin1'), 'José Nuñez'],
    'our own formulas': ["name,phone\n'=Sum,030 1008", '=Sum'],
    'blank lines': ['name,phone\n\n,\nBlank,030 1009\n\n', 'Blank'],
  }
  for (const [how, [file, name]] of Object.entries(files)) {
    const { preview, made, known } = await imported('customers', file)
    t.match({ made, known, name: preview[0]?.customerName }, { made: 1, known: 0, name }, how)
  }
  const windows = await dryRun('customers', Buffer.from('name,phone\nZo\xeb,030 1', 'latin1'))
  t.equal(windows.encoding, 'windows-1252', 'which is said, because it may be wrong')
  const { ignoredColumns } = await dryRun('customers', 'name,phone,shoe size\nUnu,030 2,38')
  t.strictSame(ignoredColumns, ['shoe size'])
})

t.test('every mistake is told, with its line', async (t) => {
  const file = `name,phone,email
,030 1111,
Right,030 1112,
"Two
lines",12,nonsense
Twice,030 1113,
Twice,030 1113,
Much,030 1114,,more
`
  const shown = await dryRun('customers', 'name,phone,email\nMuch,030 1114,,more\n')
  t.match(shown.problems, [{ line: 2, column: '', code: 'surplus' }])
  const report = await dryRun('customers', file.replace('Much,030 1114,,more\n', ''))
  t.strictSame(
    report.problems.map(({ line, column, code }: Record<string, string>) => [line, column, code]),
    [
      [2, 'name', 'required'],
      [4, 'phoneNumber', 'pattern'],
      [4, 'email', 'format'],
      [7, 'phoneNumber', 'duplicate'],
    ],
  )
  t.equal(report.problemCount, 4)
  await untouched(t, async () => {
    const answer = await send(owner, 'customers', file.replace('Much,030 1114,,more\n', ''))
    refused(t, answer, 422, 'import_refused')
    t.equal(answer.json().problemCount, 4)
    t.match(wrongFields(answer), {
      '/lines/2/name': 'required',
      '/lines/7/phoneNumber': 'duplicate',
    })
    t.match(answer.json().detail, /^Nothing was imported: the file has 4 mistakes\. Line 2: /)
  })
  const many = `name,phone\n${'Wrong,x\n'.repeat(150)}`
  const { problems, problemCount } = await dryRun('customers', many)
  t.strictSame([problems.length, problemCount], [100, 150])
  const lacking = await dryRun('customers', 'name,size\nAmina,38')
  t.match(lacking.problems, [{ line: 1, column: 'phoneNumber', code: 'required' }])
  const double = await dryRun('customers', 'name,phone,mobile\nAmina,030 1,030 2')
  t.match(double.problems, [{ line: 1, column: 'phoneNumber', code: 'duplicate' }])
})

const BOOKS = `Order;Customer;Phone;Item;Qty;Price;Due;Made by;Paid
B-1;Amina Bello;+44 20 7946 0018;Bridal gown;1;1.125,50;1.12.2026;rosa lindqvist;€ 85,50
B-1;;;Veil;2;30;;;
B-2;Nobody Yet;0170 777 0001;Coat, new lining;;80,00;;;
B-3;Nobody Yet;0170 7770001;Hem;3;33,33;2026-12-05;;
`

t.test('orders: a line for each item, the customer found by phone or made', async (t) => {
  const shop = await openShop(t, { locale: 'de-DE' })
  const book = (query = '') => send(shop.owner, 'orders', BOOKS, query)
  const early = (await book('?dryRun=true')).json()
  t.match(early.problems, [{ line: 2, column: 'employee', code: 'reference' }])
  await addCustomer(shop.owner, { ...AMINA, name: 'Amina B.' })
  await addEmployee(shop.owner)
  const report = (await book('?dryRun=true')).json()
  t.match(report, { made: 3, customersMade: 1, known: 0, problems: [] })
  t.match(report.preview, [
    {
      line: 2,
      reference: 'B-1',
      customerName: 'Amina B.',
      isNewCustomer: false,
      items: 2,
      totalAmount: '1185.50',
    },
    {
      line: 4,
      reference: 'B-2',
      customerName: 'Nobody Yet',
      isNewCustomer: true,
      totalAmount: '80.00',
    },
    { line: 5, reference: 'B-3', isNewCustomer: false, totalAmount: '99.99' },
  ])
  t.match((await book()).json(), { made: 3, customersMade: 1 })
  const orders = (await shop.owner.get('/api/orders?sort=number')).json().data
  t.match(orders, [
    {
      deadline: '2026-12-01',
      paidAmount: '85.50',
      balance: '1100.00',
      employee: { name: 'Rosa Lindqvist' },
      channel: 'counter',
    },
    { totalAmount: '80.00', employee: null },
    { deadline: '2026-12-05', status: 'pending' },
  ])
  t.strictSame(
    orders.map(({ number }: { number: number }) => number),
    [1001, 1002, 1003],
  )
  t.match(
    (await eventsOf(shop.app, 'order', orders[0].id)).map(({ type }) => type),
    ['order.placed', 'payment.recorded'],
    'the events are those of any order',
  )
  t.match((await book()).json(), { made: 0, known: 3, customersMade: 0 }, 'nothing new')
  t.equal((await shop.owner.get('/api/orders?total=true')).json().total, 3)
})

t.test('orders: mistakes of an order are told by line and column', async (t) => {
  const file = `reference,customerName,customerPhone,itemName,quantity,unitPrice,deadline,employee,deposit,notes
A,Ana,0201 555,Hem,0,12.345,,,,
A,Ana,0201 555,,1,10,,,,
B,Ana,0201 555,Hem,1,10,31/2/2026,Nobody,11,
,Ana,0201 555,Hem,1,10,,,,
C,Ana,0201 555,Hem,1,10,,,11,
D,Ana,0201 555,Hem,1,10,,,,one
D,Ana,0299 999,Hem,1,10,,,,two
`
  await untouched(t, async () => {
    const { problems } = await dryRun('orders', file)
    t.strictSame(
      problems.map(({ line, column, code }: Record<string, string>) => [line, column, code]),
      [
        [2, 'quantity', 'minimum'],
        [3, 'itemName', 'required'],
        [4, 'employee', 'reference'],
        [5, 'reference', 'required'],
        [6, 'deposit', 'exceeds_balance'],
        [8, 'customerPhone', 'contradiction'],
        [8, 'notes', 'contradiction'],
      ],
    )
  })
  const wrong = `reference,customerName,customerPhone,itemName,unitPrice,deadline
A,Ana,0201 555,Hem,12.345,
B,Ana,0201 555,Hem,ten,
C,Ana,0201 555,Hem,10,31/2/2026
`
  const { problems } = await dryRun('orders', wrong)
  t.match(problems, [
    { line: 2, column: 'unitPrice', detail: /at most 2 decimals \(EUR\)/ },
    { line: 3, column: 'unitPrice' },
    { line: 4, column: 'deadline', detail: /such as 2026-12-01/ },
  ])
})

t.test('what is no file to import is refused, and says what to do', async (t) => {
  const refusals: [string, File, number, string][] = [
    ['a workbook', Buffer.from('PK\x03\x04\x00\x00'), 415, 'not_csv'],
    ['a quote without end', 'name,phone\n"Amina,030 1', 422, 'not_csv'],
    ['nothing', '', 422, 'file_empty'],
    ['names only', 'name,phone\n', 422, 'file_empty'],
    ['too many lines', `name,phone\n${'A,030 1\n'.repeat(2_001)}`, 413, 'file_too_large'],
    ['too long', `name,phone\n${'x'.repeat(2_000_001)}`, 413, 'file_too_large'],
  ]
  for (const [what, file, status, code] of refusals) {
    await untouched(t, async () =>
      refused(t, await send(owner, 'customers', file, '?dryRun=true'), status, code, what),
    )
  }
  const json = await owner.post('/api/customers/import/csv', {})
  refused(t, json, 415, 'unsupported_media_type')
  const staff = await program(app, await account(app, 'staff'))
  refused(t, await send(staff, 'customers', PEOPLE), 403, 'forbidden')
  refused(t, await send(owner, 'customers', PEOPLE, '?try=1'), 400, 'invalid_parameter')
})

t.test('the same key answers the same again, and another file is refused', async (t) => {
  const headers = { 'idempotency-key': 'import-1' }
  const file = 'name,phone\nKeyed,030 2001'
  t.match((await send(owner, 'customers', file, '', headers)).json(), { made: 1 })
  const again = await send(owner, 'customers', file, '', headers)
  t.match(again.json(), { made: 1, known: 0 })
  t.equal(again.headers['idempotency-replayed'], 'true')
  const other = await send(owner, 'customers', `${file}9`, '', headers)
  refused(t, other, 422, 'idempotency_key_reused')
})

t.test('the template and our own export are files that can be imported', async (t) => {
  const shop = await openShop(t, { locale: 'de-DE' })
  await addOrder(shop.owner, { customer: { ...AMINA, name: '=Evil' } })
  for (const [noun, made] of [
    ['customers', 2],
    ['orders', 2],
  ] as const) {
    const template = await shop.owner.get(`/api/${noun}/import/csv`)
    t.match(template.headers['content-disposition'], `${noun}-template.csv`)
    const names = Object.keys(linesOf(template.body, ';')[0] ?? {})
    t.equal(names[0], 'reference')
    const report = (await send(shop.owner, noun, template.body)).json()
    t.match(report, { made, problems: [], ignoredColumns: [] }, noun)
  }
  const own = await shop.owner.get('/api/customers/export/csv?separator=semicolon&decimal=comma')
  const report = (await send(shop.owner, 'customers', own.body)).json()
  t.match(report, { made: 0, known: 3 })
})
