// Merge of two customers: everything comes over once, and the undo restores both records exactly.
import t from 'tap'
import { Sql, sql } from '../../../../src/db/sql.ts'
import { customerProgram, eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { recountedSums, storedSums } from '../../../support/shop/customer-sums.ts'
import { AMINA, addCustomer, addOrder, addPhotos } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const merge = (id: number, from: number) => owner.post(`/api/customers/${id}/merge`, { from })
const undoLast = async (id: number) => {
  const eventId = (await eventsOf(app, 'customer', id)).at(-1)?.id
  return owner.post('/api/undos', { eventId })
}
const orderFor = async (customerId: number) =>
  (await addOrder(owner, { customer: undefined, customerId })).id as number

/** Rows of a table of orders, with the customer of each. */
const ofOrders = (table: 'order_items' | 'payments' | 'order_images') =>
  [
    table,
    new Sql(
      [
        `SELECT o.customer_id AS order_customer, r.* FROM ${table} r JOIN orders o ON o.id = r.order_id ORDER BY r.id`,
      ],
      [],
    ),
    'order_customer',
  ] as const

/** All rows about these customers, without what rises with every change. */
async function rowsAbout(...ids: number[]) {
  const tables = [
    ['customers', sql`SELECT * FROM customers ORDER BY id`, 'id'],
    ['orders', sql`SELECT * FROM orders ORDER BY id`, 'customer_id'],
    ['users', sql`SELECT * FROM users ORDER BY id`, 'customer_id'],
    ['sums', sql`SELECT * FROM customer_sums ORDER BY customer_id`, 'customer_id'],
    ['proofs', sql`SELECT * FROM customer_proofs ORDER BY id`, 'customer_id'],
    ...(['order_items', 'payments', 'order_images'] as const).map(ofOrders),
  ] as const
  const all: Record<string, unknown[]> = {}
  for (const [name, query, key] of tables) {
    const rows = await app.db.all<Record<string, unknown>>(query)
    all[name] = rows
      .filter((row) => ids.includes(Number(row[key])))
      .map(({ version: _, updated_at: __, ...row }) => row)
  }
  return all
}

async function sumsAreRight(t: Parameters<typeof refused>[0]) {
  t.strictSame(await storedSums(app.db), await recountedSums(app.db), 'sums of customers')
}

async function twoRecords() {
  const mira = { name: 'Mira Patel', phoneNumber: '020 7946 0101', notes: 'Tall' }
  const into = await addCustomer(owner, mira)
  const other = { ...mira, name: 'M. Patel', email: 'mira@example.com', notes: 'Rings twice' }
  const from = await addCustomer(owner, { ...other, address: '4 Mill Lane' })
  const orders = [await orderFor(from.id), await orderFor(from.id)]
  await owner.post(`/api/orders/${orders[0]}/payments`, { amount: '50.00' })
  return { into: into.id as number, from: from.id as number, orders }
}

t.test('orders, account and missing fields come over; the other record is archived', async (t) => {
  const { into, from, orders } = await twoRecords()
  const own = await orderFor(into)
  const mira = await program(app, await account(app, 'customer', from))
  const answer = await merge(into, from)
  t.equal(answer.statusCode, 200, answer.body)
  t.match(answer.json(), {
    ...{ id: into, name: 'Mira Patel', email: 'mira@example.com', address: '4 Mill Lane' },
    ...{ notes: 'Tall\n\nRings twice', mergedInto: null, archivedAt: null, version: 2 },
  })
  t.match((await owner.get(`/api/customers/${from}`)).json(), {
    ...{ name: 'M. Patel', mergedInto: into, archivedAt: /Z$/, orderCount: 0, balance: '0.00' },
  })
  t.match((await owner.get(`/api/customers/${into}`)).json(), { orderCount: 3 })
  const seen = (await mira.get('/api/orders?sort=number')).json().data as { id: number }[]
  t.strictSame(seen.map(({ id }) => id).sort(), [...orders, own].sort(), 'everything, once')
  await sumsAreRight(t)
  const merged = (await eventsOf(app, 'customer', into)).at(-1)
  t.match(merged, {
    type: 'customer.merged',
    data: { from, orders, archivedAt: null, fields: { email: { before: null } } },
  })
})

t.test('the undo restores both records exactly', async (t) => {
  const { into, from, orders } = await twoRecords()
  const own = await orderFor(into)
  for (const id of [own, ...orders]) await addPhotos(owner, id)
  await owner.post(`/api/orders/${own}/payments`, { amount: '20.00' })
  const references = { externalReference: 'WEB-7', metadata: { b: '2', a: '1' } }
  await owner.put(`/api/customers/${from}`, { ...references, emailConsent: false })
  await owner.put(`/api/customers/${into}`, { emailConsent: true, metadata: { c: '3' } })
  await owner.post(`/api/customers/${from}/claim-code`, {})
  await account(app, 'customer', from)
  await owner.delete(`/api/customers/${from}`)
  const before = await rowsAbout(into, from)
  for (const [table, rows] of Object.entries(before)) t.ok(rows.length > 0, `${table} is compared`)
  t.equal((await merge(into, from)).statusCode, 200)
  t.notSame(await rowsAbout(into, from), before)
  const undone = await undoLast(into)
  t.equal(undone.statusCode, 201, undone.body)
  t.match(undone.json(), { type: 'customer.unmerged', data: { from } })
  t.strictSame(await rowsAbout(into, from), before)
  await sumsAreRight(t)
  refused(t, await undoLast(into), 409, 'undo_refused', 'an undo is not undone')
  t.equal((await merge(into, from)).statusCode, 200, 'and it can be merged again')
})

t.test('an order that was given to somebody else in between stays there', async (t) => {
  const { into, from, orders } = await twoRecords()
  const somebody = await addCustomer(owner, { ...AMINA, name: 'Somebody' })
  await merge(into, from)
  await owner.put(`/api/orders/${orders[0]}`, { customerId: somebody.id })
  const later = await orderFor(into)
  t.equal((await undoLast(into)).statusCode, 201)
  const ownerOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json().customerId
  t.equal(await ownerOf(orders[0] ?? 0), somebody.id)
  t.equal(await ownerOf(orders[1] ?? 0), from)
  t.equal(await ownerOf(later), into, 'an order taken after the merge stays, too')
  await sumsAreRight(t)
})

t.test('a merge is not undone after either record was changed or merged again', async (t) => {
  const changed = await twoRecords()
  await merge(changed.into, changed.from)
  const { id: eventId } = (await eventsOf(app, 'customer', changed.into)).at(-1) as { id: number }
  await owner.put(`/api/customers/${changed.into}`, { notes: 'New' })
  const late = await owner.post('/api/undos', { eventId })
  refused(t, late, 409, 'undo_refused')
  t.equal(late.json().reason, 'overtaken')

  const chain = await twoRecords()
  const third = await addCustomer(owner, { ...AMINA, name: 'Third' })
  await merge(chain.into, chain.from)
  const first = (await eventsOf(app, 'customer', chain.into)).at(-1) as { id: number }
  await merge(third.id, chain.into)
  const early = await owner.post('/api/undos', { eventId: first.id })
  refused(t, early, 409, 'undo_refused')
  t.equal(early.json().reason, 'overtaken')
  t.equal((await undoLast(third.id)).statusCode, 201)
  t.equal((await owner.post('/api/undos', { eventId: first.id })).statusCode, 201)
  t.match((await owner.get(`/api/customers/${chain.from}`)).json(), { mergedInto: null })
  await sumsAreRight(t)
})

t.test('a merged record takes no change, and is merged no second time', async (t) => {
  const { into, from } = await twoRecords()
  await merge(into, from)
  refused(t, await owner.put(`/api/customers/${from}`, { notes: 'x' }), 409, 'customer_merged')
  const restored = await owner.post(`/api/customers/${from}/restore`, {})
  refused(t, restored, 409, 'customer_merged')
  t.equal(restored.json().mergedInto, into)
  refused(t, await merge(into, from), 409, 'customer_merged')
  refused(t, await merge(from, into), 409, 'customer_merged')
})

t.test('what cannot be merged says why', async (t) => {
  const { into, from } = await twoRecords()
  t.strictSame(wrongFields(await merge(into, into)), { '/from': 'reference' })
  t.strictSame(wrongFields(await merge(into, 999_999)), { '/from': 'reference' })
  refused(t, await merge(999_999, from), 404, 'not_found')
  await owner.delete(`/api/customers/${into}`)
  refused(t, await merge(into, from), 409, 'customer_archived')
  await owner.post(`/api/customers/${into}/restore`, {})
  const stale = await owner.post(`/api/customers/${into}/merge`, { from }, { 'if-match': '"1"' })
  refused(t, stale, 412, 'stale_version')
  await account(app, 'customer', into)
  await account(app, 'customer', from)
  refused(t, await merge(into, from), 409, 'two_accounts')
  t.match((await owner.get(`/api/customers/${from}`)).json(), { mergedInto: null, orderCount: 2 })
})

t.test('merging takes its own permission', async (t) => {
  const { into, from } = await twoRecords()
  const counter = await program(app, await account(app, 'staff'))
  const url = `/api/customers/${into}/merge`
  const answer = await counter.post(url, { from })
  refused(t, answer, 403, 'forbidden')
  t.equal(answer.json().permission, 'customers.merge')
  const customer = await customerProgram(app)
  refused(t, await customer.post(url, { from }), 403, 'forbidden')
})
