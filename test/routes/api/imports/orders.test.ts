import t from 'tap'
import { eventsOf, openShop } from '../../../support/api.ts'
import { type File, send, untouched } from '../../../support/imports.ts'
import { AMINA, addCustomer, addEmployee, ROSA } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const imported = async (noun: string, file: File, query = '') => {
  const answer = await send(owner, noun, file, query)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}
const dryRun = (noun: string, file: File) => imported(noun, file, '?dryRun=true')

const BOOKS = `Order;Customer;Phone;Item;Qty;Price;Due;Made by;Paid
B-1;Amina Bello;+44 20 7946 0018;Bridal gown;1;1.125,50;1.12.2026;rosa lindqvist;€ 85,50
B-1;;;Veil;2;30;;;
B-2;Nobody Yet;0170 777 0001;Coat, new lining;;80,00;;;
B-3;Nobody Yet;0170 7770001;Hem;3;33,33;2026-12-05;;
`

t.test('orders: a line for each item, the customer found by phone or created', async (t) => {
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

t.test('orders: errors are reported by line and column', async (t) => {
  const file = `reference,customerName,customerPhone,itemName,quantity,unitPrice,deadline,employee,deposit,notes
A,Ana,0201 555,Hem,0,12.345,,,,
A,Ana,0201 555,,1,10,,,,
B,Ana,0201 555,Hem,1,10,31/2/2026,Nobody,11,
,Ana,0201 555,Hem,1,10,,,,
C,Ana,0201 555,Hem,1,10,,,11,
D,Ana,0201 555,Hem,1,10,,,,one
D,Ana,0299 999,Hem,1,10,,,,two
`
  await untouched(t, app, async () => {
    const { problems } = await dryRun('orders', file)
    t.strictSame(
      problems.map(({ line, column, code }: Record<string, string>) => [line, column, code]),
      [
        [2, 'unitPrice', 'ambiguous'],
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

t.test('orders: an employee is matched by exact name only', async (t) => {
  const shop = await openShop(t)
  const people = ['रीमा', 'Rosa Lindqvist', 'Zoë Ek', 'Zoe Ek', 'Ada Left']
  for (const name of people) await addEmployee(shop.owner, { ...ROSA, name })
  await shop.owner.delete('/api/employees/5')
  const names: [name: string, code: string | null, detail?: RegExp][] = [
    ['रीमा', null],
    [' rosa  LINDQVIST', null],
    ['राम', 'reference', /no employee "राम"\. Add the employee first/],
    ['Rosa', 'reference', /no employee "Rosa"\. Is it "Rosa Lindqvist"\?/],
    ['Roza Lindquist', 'reference', /Is it "Rosa Lindqvist"\?/],
    ['Bea', 'reference', /Add the employee first, or leave it empty\./],
    ['…', 'reference', /no employee "…"/],
    ['Ada Left', 'reference', /Ada Left is archived\..* restore Ada Left/],
    ['Zoë Ek', 'ambiguous', /Two employees have this name: "Zoë Ek" and "Zoe Ek"\./],
  ]
  for (const [name, code, detail] of names) {
    const file = `reference,name,phone,item,price,employee\nA,Ana,0201 555,Hem,10,"${name}"\n`
    const { problems } = (await send(shop.owner, 'orders', file, '?dryRun=true')).json()
    const findings = code ? [{ line: 2, column: 'employee', code, detail }] : []
    t.match(problems, findings, name)
    t.equal(problems.length, findings.length, name)
  }
})

t.test('an order of too many lines is refused as one, and once', async (t) => {
  const lines = Array.from({ length: 2_000 }, (_, at) => `X-1,Zoë ${at},1,Hem,x,${at}\n`)
  const file = `reference,customerName,customerPhone,itemName,unitPrice,notes\n${lines.join('')}`
  const { problems, problemCount } = await dryRun('orders', file)
  t.match(problems, [{ line: 2 }])
  t.ok(problems.some(({ code }: { code: string }) => code === 'maxItems'))
  t.ok(problemCount < 400, `${problemCount} findings`)
})

t.test('a column named twice is refused, however often', async (t) => {
  const file = `${'item,'.repeat(900)}reference\n${'Hem,'.repeat(900)}1\n`
  const { problemCount, problems } = await dryRun('orders', file)
  t.equal(problemCount, 899)
  t.match(problems[0], { line: 1, column: 'itemName', code: 'duplicate' })
})
