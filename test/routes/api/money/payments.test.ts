// Money of the whole shop: payment list, cash sheet and balances.
import t from 'tap'
import { type Sql, sql } from '../../../../src/db/sql.ts'
import { OWING_SORTS } from '../../../../src/schemas/money/payments.ts'
import { cashSheet } from '../../../../src/services/money/cash-sheet.ts'
import { listOwing, totalOwing } from '../../../../src/services/money/owing.ts'
import { listLedger, totalLedger } from '../../../../src/services/money/payments.ts'
import { encodeCursor } from '../../../../src/services/shared/paging.ts'
import { everyPage, openShop, refused } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { addCustomer, addOrder, inDays } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const staff = await program(app, await account(app, 'staff'))
const customer = await program(app, await account(app, 'customer'))

const named = async (name: string) =>
  (await addCustomer(owner, { name, phoneNumber: '020 7946 0018' })).id as number
const orderFor = (customerId: number, total: string, more: object = {}) =>
  addOrder(owner, {
    customer: undefined,
    customerId,
    items: [{ itemName: 'Alteration', quantity: 1, unitPrice: total }],
    ...more,
  })
const pay = (id: number, payment: object, who = staff) =>
  who.post(`/api/orders/${id}/payments`, payment)

/** Query plans of the statements that a service runs. */
async function plansOf(run: (db: typeof app.db) => Promise<unknown>): Promise<string> {
  const seen: Sql[] = []
  const spy = {
    ...app.db,
    all: <Row>(query: Sql) => {
      seen.push(query)
      return app.db.all<Row>(query)
    },
    get: <Row>(query: Sql) => {
      seen.push(query)
      return app.db.get<Row>(query)
    },
  }
  await run(spy)
  const plans = await Promise.all(
    seen.map((query) => app.db.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)),
  )
  return plans
    .flat()
    .map(({ detail }) => detail)
    .join('\n')
}

const amina = await named('Amina Bello')
const zofia = await named('Zofia Nowak')
const first = await orderFor(amina, '100.00', { deadline: inDays(3) })
const second = await orderFor(amina, '50.00', { deadline: inDays(-2) })
const third = await orderFor(zofia, '500.00')
await pay(first.id, { amount: '30.00', kind: 'deposit', method: 'card' })
const mistake = (await pay(first.id, { amount: '7.00' }, owner)).json()
await owner.post(`/api/orders/${first.id}/payments/${mistake.id}/reversal`, { reason: 'Twice' })
await pay(third.id, { amount: '100.00', method: 'cash' }, owner)
await pay(third.id, { amount: '40.00', kind: 'refund', method: 'cash' })

t.test('all payments are listed, newest first, page by page', async (t) => {
  const { data } = (await staff.get('/api/payments?total=true')).json()
  t.match(data[0], {
    kind: 'refund',
    amount: '40.00',
    orderId: third.id,
    orderNumber: third.number,
    customerName: 'Zofia Nowak',
  })
  t.equal(data.length, 5)
  const paged = await everyPage<{ id: number }>(staff, '/api/payments?limit=2')
  t.strictSame(paged, data)
  refused(t, await customer.get('/api/payments'), 403, 'forbidden')
  refused(t, await staff.get('/api/payments?cursor=WzFd'), 400, 'invalid_cursor')
})

t.test('payments are filtered by method, kind and day', async (t) => {
  const amounts = async (query: string) =>
    (await staff.get(`/api/payments?${query}`))
      .json()
      .data.map((row: { amount: string }) => row.amount)
  t.strictSame(await amounts('method=card'), ['30.00'])
  t.strictSame(await amounts('kind=deposit,refund'), ['40.00', '7.00', '30.00'])
  t.strictSame(await amounts(`from=${inDays(2)}`), [])
  t.strictSame(await amounts(`to=${inDays(-2)}`), [])
  t.equal((await amounts(`from=${inDays(-1)}&to=${inDays(1)}`)).length, 5)
  refused(t, await staff.get('/api/payments?method=gold'), 400, 'invalid_parameter')
})

t.test("the cash sheet has the day's payments, refunds and reversals", async (t) => {
  const sheet = (await staff.get('/api/cash-sheet')).json()
  t.match(sheet, {
    currency: 'EUR',
    in: '137.00',
    out: '40.00',
    corrected: '-7.00',
    net: '90.00',
    byMethod: [
      { method: 'cash', in: '107.00', out: '40.00', corrected: '-7.00', net: '60.00' },
      { method: 'card', in: '30.00', out: /^0\.00$/, corrected: /^0\.00$/, net: '30.00' },
    ],
    byPerson: [
      { person: 'A staff', in: '30.00', out: '40.00', net: '-10.00' },
      { person: 'Ines Almeida', in: '107.00', corrected: '-7.00', net: '100.00' },
    ],
  })
  t.equal(sheet.rows.length, 5)
  t.match(sheet.rows[0], { amount: '30.00', orderNumber: first.number }, 'the first one first')
  t.match((await staff.get(`/api/cash-sheet?day=${inDays(-3)}`)).json(), {
    net: /^0\.00$/,
    rows: [],
  })
  refused(t, await customer.get('/api/cash-sheet'), 403, 'forbidden')
  refused(t, await staff.get('/api/cash-sheet?day=today'), 400, 'invalid_parameter')
})

t.test(
  "days are in the shop's time zone: a payment after its midnight is on the next sheet",
  async (t) => {
    const place = await openShop(t, { timeZone: 'Asia/Tokyo' })
    const order = await addOrder(place.owner)
    await place.app.db.write((tx) =>
      tx.run(sql`
      INSERT INTO payments (order_id, kind, amount, method, actor_name, received_at, created_at, updated_at)
      VALUES (${order.id}, 'payment', 1, 'cash', 'Rosa', '2026-11-20T14:59:59.999Z', '2026', '2026'),
             (${order.id}, 'payment', 2, 'cash', 'Rosa', '2026-11-20T15:00:00.000Z', '2026', '2026')`),
    )
    const net = async (day: string) =>
      (await place.owner.get(`/api/cash-sheet?day=${day}`)).json().net
    t.strictSame([await net('2026-11-20'), await net('2026-11-21')], ['0.01', '0.02'])
  },
)

t.test('balances are sorted by amount or by age', async (t) => {
  const most = (await staff.get('/api/customers/owing?total=true')).json()
  t.match(most, {
    total: 2,
    totalBalance: '560.00',
    nextCursor: null,
    data: [
      { customerId: zofia, name: 'Zofia Nowak', orders: 1, balance: '440.00', oldestDueAt: null },
      { customerId: amina, orders: 2, balance: '120.00', phoneNumber: '020 7946 0018' },
    ],
  })
  const longest = await everyPage<{ customerId: number }>(
    staff,
    '/api/customers/owing?sort=oldestDue&limit=1',
  )
  t.strictSame(
    longest.map(({ customerId }) => customerId),
    [amina, zofia],
  )
  const paged = await everyPage<unknown>(staff, '/api/customers/owing?limit=1')
  t.strictSame(paged, most.data)
  refused(t, await customer.get('/api/customers/owing'), 403, 'forbidden')
})

t.test('paid, cancelled and archived orders are not owed', async (t) => {
  await owner.put(`/api/orders/${third.id}/status`, { status: 'cancelled' })
  await owner.delete(`/api/orders/${second.id}`)
  t.match((await staff.get('/api/customers/owing')).json(), {
    totalBalance: '70.00',
    data: [{ customerId: amina, balance: '70.00', orders: 1 }],
  })
  await pay(first.id, { amount: '70.00' })
  t.match((await staff.get('/api/customers/owing')).json(), { totalBalance: /^0\.00$/, data: [] })
})

t.test('several kinds and methods are merged in order, page by page', async (t) => {
  const all = (await staff.get('/api/payments?limit=200')).json().data as Payment[]
  const expected = all.filter(({ kind, method }) => kind !== 'refund' && method !== 'transfer')
  const ids: number[] = []
  const list = '/api/payments?kind=payment,deposit&method=card,cash,mobile_money,other&limit=1'
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = (await staff.get(`${list}${cursor && `&cursor=${cursor}`}`)).json()
    ids.push(...data.map(({ id }: Payment) => id))
    if (nextCursor === null) break
    cursor = nextCursor
  }
  t.ok(ids.length > 1)
  t.strictSame(
    ids,
    expected.map(({ id }) => id),
  )
})

interface Payment {
  id: number
  kind: string
  method: string
}

const planned = { skip: ENGINE === 'postgres' && 'it reads the plan of SQLite' }

t.test('every filter uses an index', planned, async (t) => {
  const plans = {
    list: await plansOf((db) => listLedger(db, {})),
    day: await plansOf((db) => listLedger(db, { from: '2026-11-01', to: '2026-11-02' })),
    sheet: await plansOf((db) => cashSheet(db, '2026-11-21')),
    rare: await plansOf((db) => listLedger(db, { method: 'other', kind: 'refund,payment' })),
    year: await plansOf((db) => totalLedger(db, { from: '2026-01-01' })),
    owing: await plansOf((db) => listOwing(db, {})),
    owed: await plansOf(totalOwing),
  }
  for (const [name, plan] of Object.entries(plans)) {
    t.notMatch(plan, /SCAN (p|o)$/m, `${name} reads no whole table`)
    t.notMatch(plan, /SCAN (p|o) (?!USING)/m, `${name} reads no whole table`)
  }
  for (const name of ['list', 'day', 'sheet'] as const) {
    t.match(plans[name], /p USING INDEX payments_by_time/, name)
    t.notMatch(plans[name], /TEMP B-TREE/, `${name} is sorted already`)
  }
  t.match(plans.rare, /p USING COVERING INDEX payments_by_kind \(kind=\? AND method=\?\)/)
  t.match(plans.year, /p USING COVERING INDEX payments_by_kind .*received_at>/)
  t.notMatch(plans.owed, /orders_|o USING INTEGER/, 'totals are stored')
})

t.test('each page of balances comes out of an index, in every order', planned, async (t) => {
  const cursor = {
    '-balance': ['owing -balance', 5000, 3],
    oldestDue: ['owing oldestDue', '2026-01-05', 3],
  }
  const indexes = { '-balance': 'balance', oldestDue: 'oldest_due' }
  for (const sort of OWING_SORTS) {
    const column = indexes[sort]
    const first = await plansOf((db) => listOwing(db, { sort }))
    const deep = await plansOf((db) => listOwing(db, { sort, cursor: encodeCursor(cursor[sort]) }))
    for (const plan of [first, deep]) {
      t.match(plan, new RegExp(`SEARCH s USING INDEX customer_sums_by_${column} `))
      t.notMatch(plan, /TEMP B-TREE|orders/)
    }
    t.match(deep, new RegExp(`\\(${column},customer_id\\)[<>]`), 'ties are not walked through')
  }
})
