// Erasing a customer: no table knows the person any more, and the books stay right.
import t from 'tap'
import { Sql, sql } from '../../../../src/db/sql.ts'
import { openShop, refused } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { recountedSums, storedSums } from '../../../support/shop/customer-sums.ts'
import { addCustomer, addOrder, addPhotos } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const WORDS = [
  'Zuleikha',
  'zuleikha',
  '7946112233',
  '7946 112233',
  'Quince Lane',
  'limping',
  'Bergamot',
]
const ZULEIKHA = {
  ...{ name: 'Zuleikha "Z" Marchetti', phoneNumber: '020 7946 112233', notes: 'limping' },
  ...{ email: 'zuleikha@example.com', address: '1 Quince Lane', metadata: { shoe: 'Bergamot' } },
}

async function textColumns(): Promise<[table: string, column: string][]> {
  const isSqlite = app.db.engine === 'sqlite'
  const rows = isSqlite
    ? await app.db.all<{ name: string; column: string }>(sql`
        SELECT m.name, p.name AS "column"
        FROM sqlite_schema m, pragma_table_info(m.name) p
        WHERE m.type = 'table' AND p.type = 'TEXT' AND m.name NOT LIKE '%_search_%'`)
    : await app.db.all<{ name: string; column: string }>(sql`
        SELECT table_name AS name, column_name AS "column"
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type IN ('text', 'json')`)
  return rows.map(({ name, column }) => [name, column])
}

/** Places that hold one of the words: `customers.name`. */
async function traces(): Promise<string[]> {
  const found = new Set<string>()
  for (const [table, column] of await textColumns()) {
    const query = new Sql([`SELECT CAST("${column}" AS text) AS held FROM "${table}"`], [])
    const rows = await app.db.all<{ held: string | null }>(query)
    for (const { held } of rows) {
      if (WORDS.some((word) => held?.includes(word))) found.add(`${table}.${column}`)
    }
  }
  return [...found].sort()
}

t.test(
  'nothing of the person is left; orders, amounts and the checks of the books are',
  async (t) => {
    const headers = { 'idempotency-key': 'zuleikha-1' }
    const { id } = (await owner.post('/api/customers', ZULEIKHA, headers)).json()
    const double = await addCustomer(owner, { ...ZULEIKHA, name: 'Zuleikha M.' })
    await owner.put(`/api/customers/${id}`, { address: '2 Quince Lane' })
    const order = await addOrder(owner, {
      ...{ customer: undefined, customerId: double.id, notes: 'For Zuleikha' },
      ...{ shippingAddress: '1 Quince Lane', internalNotes: 'limping' },
    })
    const url = `/api/orders/${order.id}`
    await owner.put(url, { notes: 'Zuleikha, soon', metadata: { a: 'Bergamot' } })
    const [photo] = await addPhotos(owner, order.id)
    const own = await program(app, await account(app, 'customer', double.id))
    await own.put('/api/users/me', { fullName: 'Zuleikha', address: '1 Quince Lane' })
    await owner.post(`/api/customers/${id}/merge`, { from: double.id })
    await owner.post(`${url}/payments`, { amount: order.totalAmount, note: 'by Zuleikha' })
    const open = await owner.post(`/api/customers/${id}/erase`, {})
    refused(t, open, 409, 'customer_has_open_orders')
    t.strictSame(open.json().orders, [order.id])
    for (const status of ['in_progress', 'ready', 'completed']) {
      t.equal((await owner.put(`${url}/status`, { status })).statusCode, 200)
    }
    t.ok((await traces()).length >= 8, 'the scan finds them before')
    t.ok((await owner.get('/api/integrity')).json().ok)

    const answer = await owner.post(`/api/customers/${id}/erase`, {})
    t.equal(answer.statusCode, 200, answer.body)
    t.match(answer.json(), {
      name: 'Erased customer',
      phoneNumber: '',
      email: null,
      erasedAt: /Z$/,
    })
    t.strictSame(await traces(), [])
    t.match((await owner.get('/api/customers?search=zuleikha&archived=true')).json().data, [])
    const kept = (await owner.get(url)).json()
    t.match(kept, {
      number: order.number,
      totalAmount: order.totalAmount,
      items: order.items.map((item: { itemName: string }) => ({ itemName: item.itemName })),
    })
    t.equal((await owner.get(`${url}/images/${photo?.id}`)).statusCode, 404)
    t.equal((await app.inject(`/api/track/${order.trackingToken}`)).statusCode, 404)
    t.equal((await own.get('/api/users/me')).statusCode, 401)
    const report = (await owner.get('/api/integrity')).json()
    t.ok(report.ok, JSON.stringify(report.problems))
    t.strictSame(await storedSums(app.db), await recountedSums(app.db))

    refused(t, await owner.put(`/api/customers/${id}`, { notes: 'x' }), 409, 'customer_erased')
    refused(t, await owner.post(`/api/customers/${id}/restore`, {}), 409, 'customer_erased')
    t.equal(
      (await owner.post(`/api/customers/${id}/erase`, {})).statusCode,
      200,
      'again is the same',
    )
  },
)

t.test('the log still notices changes, and takes none without an erasure', async (t) => {
  const set = (id: number) =>
    app.db.write((tx) => tx.run(sql`UPDATE events SET data = '{"name":"x"}' WHERE id = ${id}`))
  await t.rejects(set(1))
  const redacted = await app.db.get<{ id: number }>(sql`
    SELECT min(id) AS id FROM events WHERE CAST(data AS text) LIKE '%Erased%' AND type = 'customer.created'`)
  await app.db.write(async (tx) => {
    await tx.run(sql`INSERT INTO erasing (customer_id) VALUES (1)`)
    await tx.run(sql`UPDATE events SET data = '{"name":"x"}' WHERE id = ${Number(redacted?.id)}`)
    await tx.run(sql`DELETE FROM erasing`)
  })
  const report = (await owner.get('/api/integrity')).json()
  t.match(report, { ok: false, problems: [{ table: 'events', id: redacted?.id }] })
})

t.test('all data of a customer is one document', async (t) => {
  const { id } = await addCustomer(owner, { name: 'Ida', phoneNumber: '020 7946 0555' })
  const order = await addOrder(owner, { customer: undefined, customerId: id })
  await addPhotos(owner, order.id)
  await owner.post(`/api/orders/${order.id}/payments`, { amount: '10.00' })
  const answer = await owner.get(`/api/customers/${id}/export`)
  t.match(answer.headers['content-disposition'], `attachment; filename="customer-${id}.json"`)
  t.match(answer.json(), {
    customer: { id, name: 'Ida' },
    orders: [{ id: order.id, images: [{ url: /images/ }], payments: [{ amount: '10.00' }] }],
    accounts: [],
  })
  const types = answer.json().events.map(({ type }: { type: string }) => type)
  t.ok(types.includes('customer.created') && types.includes('payment.recorded'))
  const counter = await program(app, await account(app, 'staff'))
  refused(t, await counter.post(`/api/customers/${id}/erase`, {}), 403, 'forbidden')
})

t.test('all data has what came with a merged record, its account and its history', async (t) => {
  const [into, from] = [
    await addCustomer(owner, { name: 'Ola', phoneNumber: '020 7946 0556' }),
    await addCustomer(owner, { name: 'Ola B.', phoneNumber: '020 7946 0557', notes: 'Tall' }),
  ]
  const order = await addOrder(owner, { customer: undefined, customerId: from.id })
  await owner.put(`/api/customers/${from.id}`, { notes: 'Very tall' })
  await account(app, 'customer', from.id)
  await owner.post(`/api/customers/${into.id}/merge`, { from: from.id })
  const data = (await owner.get(`/api/customers/${into.id}/export`)).json()
  t.match(data, {
    customer: { id: into.id },
    mergedRecords: [{ id: from.id, name: 'Ola B.', mergedInto: into.id }],
    accounts: [{ customerId: into.id }],
    orders: [{ id: order.id }],
  })
  const about = data.events.map(
    ({ entity, entityId, type }: Record<string, unknown>) => `${entity} ${entityId} ${type}`,
  )
  for (const line of [
    ...[`customer ${from.id} customer.created`, `customer ${from.id} customer.updated`],
    ...[`customer ${into.id} customer.merged`, `order ${order.id} order.placed`],
  ]) {
    t.ok(about.includes(line), line)
  }
  const ids = data.events.map(({ id }: { id: number }) => id)
  t.strictSame(
    ids,
    [...ids].sort((a, b) => a - b),
    'oldest first',
  )
})
