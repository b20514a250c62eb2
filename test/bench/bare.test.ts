// Bench baseline: its answers must equal the app's, or ratios to it mean nothing. `npm run bench` refuses to measure
// otherwise; this test reports it earlier.
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import t from 'tap'
import { difference } from '../../bench/difference.ts'
import { OF_AN_ORDER } from '../../bench/same-answers.ts'
import { bareEntry } from '../../bench/servers/bare-entry.ts'
import { bareOrders } from '../../bench/servers/bare-orders.ts'
import { newOrder } from '../../bench/workloads/entries.ts'
import { checkIntegrity } from '../../src/services/audit/integrity.ts'
import { program } from '../support/app.ts'
import { onlyOnSqlite } from '../support/database/index.ts'
import { buildSample } from '../support/shop/sample-shop.ts'

onlyOnSqlite('bare knows SQLite only')

t.test('the baseline answers the same bytes as the app', async (t) => {
  const dataDir = t.testdir()
  const app = await buildSample(t, { DATA_DIR: dataDir })
  const db = new SqliteDatabase(join(dataDir, 'hemline.db'), { readonly: true })
  t.teardown(() => db.close())
  const { orderById, listOf } = bareOrders(db)
  const owner = await program(app)
  const getJson = async (url: string) => (await owner.get(url)).json()
  const photographed = db.prepare<[], bigint>('SELECT order_id FROM order_images').pluck().get()
  const [first, shown] = [1n, BigInt(photographed ?? 0)]
  for (const id of [first, shown]) {
    t.equal(difference(await getJson(`/api/orders/${id}`), orderById(id), new Set()), undefined)
  }
  for (const [url, bare] of [
    ['/api/orders', listOf('newest', { date: '9999', id: '1' })],
    ['/api/orders?status=ready', listOf('status', { status: 'ready' })],
    [
      '/api/orders?status=pending,in_progress,ready&sort=deadline',
      listOf('open', { due: '', id: '0' }),
    ],
  ] as const) {
    t.equal(difference(await getJson(url), bare, new Set()), undefined, url)
  }
  const ours = (await owner.post('/api/orders', newOrder(1))).json()
  const theirs = await bareEntry(app.db)(newOrder(1), 'a-key')
  t.equal(difference(ours, theirs, OF_AN_ORDER), undefined, 'a new order')
  t.ok((await checkIntegrity(app.db)).ok, 'and its history is whole')
})

t.test('a difference is reported with its position', (t) => {
  const ours = { data: [{ id: 1, taxRate: '0' }], nextCursor: null }
  const compare = (theirs: unknown, volatile: string[] = []) =>
    difference(ours, theirs, new Set(volatile))
  t.equal(compare({ data: [{ id: 1, taxRate: '0' }], nextCursor: null }), undefined)
  t.equal(
    compare({ data: [{ id: 1 }], nextCursor: null }),
    'data.0.taxRate is "0" here and missing there',
  )
  t.equal(compare({ data: [], nextCursor: null })?.startsWith('data.0 is {'), true)
  t.equal(compare({ data: [{ id: 2, taxRate: '0' }], nextCursor: null }, ['id']), undefined)
  t.equal(
    compare({ data: [{ taxRate: '0' }], nextCursor: null }, ['id']),
    'data.0.id is 1 here and missing there',
  )
  t.end()
})
