// CSV export of orders: the rows and amounts of the list.
import t from 'tap'
import { sql, textOf } from '../../../../src/db/sql.ts'
import { customerProgram, everyPage, openShop, refused } from '../../../support/api.ts'
import { type Line, linesOf } from '../../../support/csv.ts'
import {
  AMINA,
  addCustomer,
  addEmployee,
  addOrder,
  inDays,
} from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const AMOUNTS =
  'subtotal discountAmount netAmount taxRate taxAmount totalAmount paidAmount balance refundDue'.split(
    ' ',
  )
const EXPORT = '/api/orders/export/csv'

const exported = async (query = '', delimiter = ','): Promise<Line[]> => {
  const answer = await owner.get(`${EXPORT}${query}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return linesOf(answer.body, delimiter)
}

const zoe = await addCustomer(owner, { name: 'Zoë Ångström', phoneNumber: '0170 555 0142' })
const rosa = await addEmployee(owner)
const gown = await addOrder(owner, { deadline: '2026-12-01', employeeId: rosa.id })
const veil = await addOrder(owner, {
  customer: undefined,
  customerId: zoe.id,
  deadline: inDays(-2),
  notes: 'Two lines,\nand a "quote"; done',
  items: [{ itemName: 'Veil', quantity: 3, unitPrice: '33.33' }],
})
await owner.post(`/api/orders/${gown.id}/payments`, { amount: '85.50', method: 'card' })
await owner.put(`/api/orders/${veil.id}/status`, { status: 'in_progress' })
const gone = await addOrder(owner, { internalNotes: 'Never mind' })
await owner.delete(`/api/orders/${gone.id}`)

t.test('the file has the orders of the list, with the same amounts', async (t) => {
  const answer = await owner.get(EXPORT)
  t.match(answer.headers['content-type'], /^text\/csv; charset=utf-8/)
  t.match(
    answer.headers['content-disposition'],
    /^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/,
  )
  t.equal(answer.headers['cache-control'], 'no-store')
  t.equal(answer.rawPayload.subarray(0, 3).toString('hex'), 'efbbbf', 'a byte order mark')
  const [first, second, ...rest] = linesOf(answer.body)
  t.equal(rest.length, 0, 'the archived order is not in it')
  t.hasStrict(first, {
    number: String(gown.number),
    status: 'pending',
    paymentStatus: 'partial',
    deadline: '2026-12-01',
    overdue: 'false',
    customerName: AMINA.name,
    customerPhone: AMINA.phoneNumber,
    employeeName: rosa.name,
    items: '1 × Bridal gown, hem and bustle; 2 × Veil',
    totalAmount: '185.50',
    paidAmount: '85.50',
    balance: '100.00',
    currency: 'EUR',
    id: String(gown.id),
  })
  t.match(first?.takenOn, /^\d{4}-\d\d-\d\d$/)
  t.hasStrict(second, {
    customerName: 'Zoë Ångström',
    employeeName: '',
    overdue: 'true',
    totalAmount: '99.99',
    notes: 'Two lines,\nand a "quote"; done',
  })
})

t.test('each filter of the list selects the same orders in the file', async (t) => {
  const filters = [
    'status=pending',
    'status=pending,in_progress',
    'paymentStatus=unpaid',
    `employeeId=${rosa.id}`,
    'employeeId=none',
    `customerId=${zoe.id}`,
    'from=2026-01-01&to=2099-01-01',
    'to=2020-01-01',
    'dueFrom=2026-12-01&dueTo=2026-12-01',
    'overdue=true',
    'overdue=false',
    'search=angstrom',
    'search=veil',
    `search=${gown.number}`,
    'archived=true',
  ]
  for (const filter of filters) {
    const list = await everyPage<{ number: number; totalAmount: string }>(
      owner,
      `/api/orders?sort=number&${filter}`,
    )
    const file = await exported(`?${filter}`)
    t.strictSame(
      file.map(({ number, totalAmount }) => ({ number: Number(number), totalAmount })),
      list.map(({ number, totalAmount }) => ({ number, totalAmount })),
      filter,
    )
  }
})

t.test('no text is run as a formula, and amounts and phone numbers stay intact', async (t) => {
  const texts = {
    '=HYPERLINK("http://evil.test","Pay")': '\'=HYPERLINK("http://evil.test","Pay")',
    '@SUM(A1:A9)': "'@SUM(A1:A9)",
    '+cmd|calc': "'+cmd|calc",
    '-2+3+cmd|calc': "'-2+3+cmd|calc",
    '＝1+1': "'＝1+1",
    '- shorten, then press': "'- shorten, then press",
  }
  for (const [typed, shown] of Object.entries(texts)) {
    const { id } = await addOrder(owner, {
      customer: { ...AMINA, name: typed },
      notes: typed,
      items: [{ itemName: typed, quantity: 1, unitPrice: '1' }],
    })
    const line = (await exported()).find((one) => one.id === String(id))
    t.hasStrict(
      line,
      { customerName: shown, notes: shown, customerPhone: AMINA.phoneNumber },
      typed,
    )
    t.equal(line?.items, `1 × ${typed}`, 'begins with the quantity, so it is no formula')
  }
})

t.test('discounts and tax equal those of the API', async (t) => {
  const taxed = await openShop(t)
  await taxed.app.db.write((tx) =>
    tx.run(sql`UPDATE settings SET tax_mode = 'exclusive', tax_rate = 19000, tax_label = 'VAT'`),
  )
  const order = await addOrder(taxed.owner, {
    discount: { amount: '5' },
    items: [{ itemName: 'Hem', quantity: 3, unitPrice: '33.33', discount: { percent: '10' } }],
  })
  const [line] = linesOf((await taxed.owner.get(EXPORT)).body)
  for (const name of AMOUNTS) t.equal(line?.[name], order[name], name)
  t.hasStrict(line, { subtotal: '89.99', discountAmount: '5.00', netAmount: '84.99' })
  t.hasStrict(line, { taxMode: 'exclusive', taxRate: '19', taxAmount: '16.15' })
})

t.test('a locale with decimal commas gets semicolons', async (t) => {
  const [first] = await exported('?separator=semicolon&decimal=comma', ';')
  t.hasStrict(first, { totalAmount: '185,50', paidAmount: '85,50', balance: '100,00' })
  const [tabbed] = await exported('?separator=tab', '\t')
  t.hasStrict(tabbed, { totalAmount: '185.50', items: '1 × Bridal gown, hem and bustle; 2 × Veil' })
})

t.test('unknown parameters and other roles are refused', async (t) => {
  refused(t, await owner.get(`${EXPORT}?sort=number`), 400, 'invalid_parameter')
  refused(t, await owner.get(`${EXPORT}?separator=pipe`), 400, 'invalid_parameter')
  refused(t, await app.inject(EXPORT), 401, 'sign_in_required')
  refused(t, await (await customerProgram(app)).get(EXPORT), 403, 'forbidden')
})

t.test('a HEAD request reads no orders', async (t) => {
  const { all } = app.db
  t.teardown(() => Object.assign(app.db, { all }))
  // On PostgreSQL earlier events may still get their hashes.
  app.db.all = async (query) => {
    if (!textOf(query).includes('event_chain')) t.fail('rows were read')
    return all(query)
  }
  const head = await owner.send({ method: 'HEAD', url: EXPORT })
  t.equal(head.statusCode, 200)
  t.match(head.headers['content-disposition'], /orders-/)
})

t.test('without orders the file has its header', async (t) => {
  const answer = await owner.get(`${EXPORT}?search=nobody`)
  t.match(answer.body, /^\uFEFFnumber,status,paymentStatus,[\w,]+\r\n$/)
})
