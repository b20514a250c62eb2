// Filters of order lists, alone and combined.
import t from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { openShop, refused, wrongFields } from '../../../../support/api.ts'
import { addOrder, GOWN } from '../../../../support/shop/factories.ts'
import { type Row, takeSixtyOrders } from '../../../../support/shop/sixty-orders.ts'

const timeZone = 'America/New_York'
const shop = await openShop(t, { timeZone })
const { app, owner } = shop

const list = async (query: string) => (await owner.get(`/api/orders?${query}`)).json()
const ids = async (query: string): Promise<number[]> =>
  (await list(`${query}&limit=200`)).data.map((row: Row) => row.id).sort(byNumber)
const byNumber = (a: number, b: number) => a - b

const rows = await takeSixtyOrders(shop, timeZone)
const present = rows.filter((row) => !row.archivedAt)
const [first, second] = [...new Set(rows.map((row) => row.employeeId))].filter((id) => id !== null)
const customerId = rows[0]?.customerId

/** Each filter as a query and as a predicate. */
const FILTERS: Record<string, (row: Row) => boolean> = {
  'status=pending': (row) => row.status === 'pending',
  'status=pending,ready': (row) => ['pending', 'ready'].includes(row.status),
  'status=completed,cancelled,in_progress': (row) => !['pending', 'ready'].includes(row.status),
  'paymentStatus=paid': (row) => row.paymentStatus === 'paid',
  'paymentStatus=unpaid,partial': (row) => ['unpaid', 'partial'].includes(row.paymentStatus),
  [`employeeId=${first}`]: (row) => row.employeeId === first,
  [`employeeId=${first},${second}`]: (row) => row.employeeId !== null,
  'employeeId=none': (row) => row.employeeId === null,
  [`employeeId=none,${second}`]: (row) => row.employeeId === null || row.employeeId === second,
  [`customerId=${customerId}`]: (row) => row.customerId === customerId,
  'customerId=999999': () => false,
  'from=2026-05-01': (row) => row.dateOfCreation >= '2026-05-01',
  'to=2026-05-01': (row) => row.dateOfCreation < '2026-05-02',
  'from=2026-05-01&to=2026-11-01': (row) => /^2026-(05|11)/.test(row.dateOfCreation),
  'from=2027-02-01&to=2027-03-01': () => false,
  'dueFrom=2026-05-01': (row) => row.deadline !== null && row.deadline >= '2026-05-01',
  'dueTo=2026-05-01': (row) => row.deadline !== null && row.deadline <= '2026-05-01',
  'dueFrom=2026-05-01&dueTo=2026-05-01': (row) => row.deadline === '2026-05-01',
  'dueTo=9999-12-31': (row) => row.deadline !== null,
  'overdue=true': (row) => row.overdue,
  'overdue=false': (row) => !row.overdue,
  'search=zo%C3%AB': (row) => row.customer.name === 'Zoë',
}

t.test('each filter selects exactly its orders', async (t) => {
  t.ok(rows.some((row) => row.overdue) && rows.some((row) => !row.overdue))
  for (const [filter, means] of Object.entries(FILTERS)) {
    const expected = present.filter(means).map(({ id }) => id)
    t.strictSame(await ids(filter), expected.sort(byNumber), filter)
    t.equal((await list(`${filter}&total=true&limit=1`)).total, expected.length, filter)
  }
  t.strictSame(
    await ids('archived=true'),
    rows.flatMap(({ id, archivedAt }) => (archivedAt ? [id] : [])).sort(byNumber),
  )
})

t.test('combined filters select the intersection', async (t) => {
  const filters = Object.entries(FILTERS)
  const namesIn = (query: string) => [...new URLSearchParams(query).keys()]
  let mixtures = 0
  for (const [at, [one, isOne]] of filters.entries()) {
    for (const [other, isOther] of filters.slice(at + 1)) {
      if (namesIn(one).some((name) => namesIn(other).includes(name))) continue
      const expected = present.filter((row) => isOne(row) && isOther(row))
      const query = `${one}&${other}`
      t.strictSame(await ids(query), expected.map(({ id }) => id).sort(byNumber), query)
      mixtures++
    }
  }
  t.ok(mixtures > 150, `${mixtures} mixtures`)
  t.strictSame(
    await ids('status=pending,ready&employeeId=none&overdue=true&from=2026-03-01&dueTo=2026-05-01'),
    present
      .filter((row) => ['pending', 'ready'].includes(row.status) && row.employeeId === null)
      .filter((row) => row.overdue && String(row.deadline) <= '2026-05-01')
      .map(({ id }) => id)
      .sort(byNumber),
  )
})

t.test("days are in the shop's time zone, also when clocks change", async (t) => {
  const { id } = await addOrder(owner)
  const createdOn = async (moment: string, day: string) => {
    await app.db.write((tx) =>
      tx.run(sql`UPDATE orders SET date_of_creation = ${moment} WHERE id = ${id}`),
    )
    return (await ids(`from=${day}&to=${day}`)).includes(id)
  }
  const days: Record<string, [place: string, first: string, last: string]> = {
    '2026-11-01': ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
    '2026-03-08': ['America/New_York', '2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z'],
    '2026-06-15': ['Asia/Tokyo', '2026-06-14T15:00:00.000Z', '2026-06-15T14:59:59.999Z'],
    // Clocks change at midnight, so the day begins at one o'clock.
    '2026-09-06': ['America/Santiago', '2026-09-06T04:00:00.000Z', '2026-09-07T02:59:59.999Z'],
  }
  for (const [day, [place, first, last]] of Object.entries(days)) {
    await app.db.write((tx) => tx.run(sql`UPDATE settings SET time_zone = ${place}`))
    const beside = (moment: string, by: number) => new Date(Date.parse(moment) + by).toISOString()
    t.equal(await createdOn(beside(first, -1), day), false, `before ${day} in ${place}`)
    t.equal(await createdOn(first, day), true, `the start of ${day} in ${place}`)
    t.equal(await createdOn(last, day), true, `the end of ${day} in ${place}`)
    t.equal(await createdOn(beside(last, 1), day), false, `after ${day} in ${place}`)
    const due = await addOrder(owner, { deadline: day })
    const isDue = async (filter: string) => (await ids(filter)).includes(due.id)
    t.ok(await isDue(`dueFrom=${day}&dueTo=${day}`), `due on ${day} in ${place}`)
    await app.db.write((tx) =>
      tx.run(sql`UPDATE orders SET due_at = ${first} WHERE id = ${due.id}`),
    )
    t.ok(await isDue(`dueFrom=${day}&dueTo=${day}`), 'a moment of that day')
  }
})

t.test('an order is found by its number, its items and its customer', async (t) => {
  const silk = await addOrder(owner, {
    customer: { name: 'Renée Ökonom', phoneNumber: '(0221) 99-88-77', email: 'r@atelier.test' },
    items: [
      { itemName: 'Spitzenärmel 100%', quantity: 1, unitPrice: '40.00' },
      { itemName: 'ÉTOLE_DE_SOIE', quantity: 1, unitPrice: '90.00' },
    ],
  })
  const searches = [
    `#${silk.number}`,
    String(silk.number),
    'renee oko',
    '0221 998877',
    'R@atelier',
    'spitzenärmel',
    'SPITZENÄRMEL',
    'ärmel 100%',
    'étole_de',
  ]
  for (const search of searches) {
    t.strictSame(await ids(`search=${encodeURIComponent(search)}`), [silk.id], search)
  }
  for (const search of ['10%%', 'ÉTOLE__DE', 'Étole-de', "'--"]) {
    const found = await ids(`search=${encodeURIComponent(search)}`)
    t.strictSame(found, [], `${search} is only itself`)
  }
})

t.test('an unknown filter is refused, with the known ones', async (t) => {
  const wrong: Record<string, string> = {
    'status=lost': '/status',
    'status=pending,': '/status',
    'status=': '/status',
    'paymentStatus=pending': '/paymentStatus',
    'employeeId=me': '/employeeId',
    'employeeId=0': '/employeeId',
    'customerId=none': '/customerId',
    'customerId=1.5': '/customerId',
    'from=yesterday': '/from',
    'to=2026-02-30': '/to',
    'dueFrom=2026-1-1': '/dueFrom',
    'overdue=maybe': '/overdue',
    'sort=price': '/sort',
    'limit=201': '/limit',
    'page=1000': '/page',
    'limit=1e999': '/limit',
    'customerId=1e999': '/customerId',
    'Status=pending': '/Status',
    '__proto__=1': '/__proto__',
    'constructor=1': '/constructor',
    [`search=${'x'.repeat(101)}`]: '/search',
  }
  for (const [query, pointer] of Object.entries(wrong)) {
    const answer = await owner.get(`/api/orders?${query}`)
    refused(t, answer, 400, 'invalid_parameter', query)
    t.strictSame(Object.keys(wrongFields(answer)), [pointer], query)
  }
  const both = wrongFields(await owner.get('/api/orders?status=lost&limit=0'))
  t.strictSame(Object.keys(both).sort(), ['/limit', '/status'], 'all at once')
  t.match((await owner.get('/api/orders?status=lost')).json().detail, /pending, in_progress, ready/)
})

t.test('the older address works for staff', async (t) => {
  const query = 'status=pending&limit=3'
  const admin = await owner.get(`/api/orders/admin?${query}`)
  t.strictSame(admin.json().data, (await list(query)).data)
  t.notOk('items' in admin.json().data[0] || 'images' in admin.json().data[0], 'a list stays light')
  t.equal((await addOrder(owner, GOWN)).items.length, 2)
})
