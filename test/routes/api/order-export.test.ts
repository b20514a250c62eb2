// Orders as a CSV file: the same orders and amounts as the list, safe in a spreadsheet, and never all at once.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { sql, textOf } from '../../../src/db/sql.ts'
import { exportOrders } from '../../../src/services/order-export.ts'
import { SLICE } from '../../../src/services/slices.ts'
import { customerProgram, everyPage, openShop, refused } from '../../api.ts'
import { addMany, type Line, linesOf } from '../../csv.ts'
import { AMINA, addCustomer, addEmployee, addOrder, GOWN, inDays } from '../../factories.ts'
import { OWNER } from '../../helper.ts'

const { app, owner } = await openShop(t)

const AMOUNTS =
  'subtotal discountAmount netAmount taxRate taxAmount totalAmount paidAmount balance refundDue'.split(
    ' ',
  )
const { email, password } = OWNER
const CREDENTIALS = { email, password }
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

t.test('each filter of the list finds the same orders here', async (t) => {
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

t.test('no text runs as a formula, and amounts and phone numbers stay what they are', async (t) => {
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

t.test('discounts and tax are those of the API', async (t) => {
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

t.test('for a spreadsheet that writes 125,50', async (t) => {
  const [first] = await exported('?separator=semicolon&decimal=comma', ';')
  t.hasStrict(first, { totalAmount: '185,50', paidAmount: '85,50', balance: '100,00' })
  const [tabbed] = await exported('?separator=tab', '\t')
  t.hasStrict(tabbed, { totalAmount: '185.50', items: '1 × Bridal gown, hem and bustle; 2 × Veil' })
})

t.test('what it does not know, and who may not have it, is refused', async (t) => {
  refused(t, await owner.get(`${EXPORT}?sort=number`), 400, 'invalid_parameter')
  refused(t, await owner.get(`${EXPORT}?separator=pipe`), 400, 'invalid_parameter')
  refused(t, await app.inject(EXPORT), 401, 'sign_in_required')
  refused(t, await (await customerProgram(app)).get(EXPORT), 403, 'forbidden')
})

t.test('the head alone costs no file', async (t) => {
  const { all } = app.db
  t.teardown(() => Object.assign(app.db, { all }))
  // Where many write at once, what happened before still gets its hash.
  app.db.all = async (query) => {
    if (!textOf(query).includes('event_chain')) t.fail('rows were read')
    return all(query)
  }
  const head = await owner.send({ method: 'HEAD', url: EXPORT })
  t.equal(head.statusCode, 200)
  t.match(head.headers['content-disposition'], /orders-/)
})

t.test('of no orders there is the first line', async (t) => {
  const answer = await owner.get(`${EXPORT}?search=nobody`)
  t.match(answer.body, /^\uFEFFnumber,status,paymentStatus,[\w,]+\r\n$/)
})

t.test('a shop with many orders', async (t) => {
  await addMany(app, 100 * SLICE)
  const counted = await app.db.get<{ orders: number }>(
    sql`SELECT count(*) AS orders FROM orders WHERE archived_at IS NULL`,
  )

  t.test('each order is in the file once, whatever happens meanwhile', async (t) => {
    const seen: number[] = []
    for await (const slice of exportOrders(app.db, {})) {
      seen.push(...slice.map(({ id }) => id))
      if (seen.length > 3 * SLICE) continue
      // One that was written already and one that was not are changed, and one is added.
      for (const id of [seen.at(-1) ?? 0, (seen.at(-1) ?? 0) + SLICE]) {
        await owner.put(`/api/orders/${id}`, { ...GOWN, notes: 'Changed meanwhile' })
      }
      await addOrder(owner)
    }
    t.equal(new Set(seen).size, seen.length, 'none twice')
    t.ok(seen.length >= (counted?.orders ?? 0), 'none lost')
  })

  t.test('what a search finds comes once too, with every other filter', async (t) => {
    const found = await exported('?search=amina&status=pending')
    const total = await owner.get('/api/orders?search=amina&status=pending&total=true')
    t.equal(new Set(found.map(({ id }) => id)).size, total.json().total)
    t.equal(found.length, total.json().total)
  })

  t.test('others are served while it is written', async (t) => {
    const done: string[] = []
    const file = owner.get(EXPORT).then(() => done.push('file'))
    for (let nth = 0; nth < 3; nth++) await owner.get('/api/health')
    done.push('health')
    await file
    t.strictSame(done, ['health', 'file'])
  })

  t.test(
    'it is read no faster than it is taken, and not at all once nobody takes it',
    async (t) => {
      let slices = 0
      const { all } = app.db
      app.db.all = (query) => {
        if (query.strings.join('').includes('string_agg')) slices += 1
        return all(query)
      }
      t.teardown(() => Object.assign(app.db, { all }))
      const response = await overHttp()
      await once(response, 'readable')
      const stopped = await settled(() => slices)
      t.ok(stopped < 100, `a reader who takes nothing gets ${stopped} of 100 slices`)
      response.destroy()
      await once(response, 'close')
      const left = await settled(() => slices)
      t.ok(left < 100, 'and nothing more is read when the reader has gone')
    },
  )

  t.test('a fault cuts the file off, so that nobody takes it for complete', async (t) => {
    const { all } = app.db
    let slices = 0
    app.db.all = async (query) => {
      const isSlice = query.strings.join('').includes('string_agg')
      if (isSlice && ++slices === 3) throw new Error('The disk is gone')
      return all(query)
    }
    t.teardown(() => Object.assign(app.db, { all }))
    const response = await overHttp()
    response.resume()
    const [error] = await once(response, 'error')
    t.equal(error.code, 'ECONNRESET')
    t.equal(response.complete, false)
  })
})

/** The file over a real connection, where a reader can be slow. */
async function overHttp(): Promise<IncomingMessage> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload: CREDENTIALS })
  const headers = { authorization: `Bearer ${login.json().accessToken}` }
  const [response] = await once(get({ port, path: EXPORT, headers }), 'response')
  return response
}

/** A figure once it has stopped to change. */
async function settled(figure: () => number): Promise<number> {
  let before = -1
  while (figure() !== before) {
    before = figure()
    await setTimeout(150)
  }
  return before
}
