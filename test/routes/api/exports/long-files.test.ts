// Long CSV exports: complete, without blocking others, with back-pressure, and aborted by a fault.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { exportOrders } from '../../../../src/services/exports/orders.ts'
import { BATCH_SIZE } from '../../../../src/services/shared/batches.ts'
import { openShop } from '../../../support/api.ts'
import { OWNER } from '../../../support/app.ts'
import { addMany, linesOf } from '../../../support/csv.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { addOrder, GOWN } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const { email, password } = OWNER
const CREDENTIALS = { email, password }
const EXPORT = '/api/orders/export/csv'

await addOrder(owner)

t.test('a shop with many orders', async (t) => {
  await addMany(app, 100 * BATCH_SIZE)
  const counted = await app.db.get<{ orders: number }>(
    sql`SELECT count(*) AS orders FROM orders WHERE archived_at IS NULL`,
  )

  t.test('each order is in the file once, whatever changes meanwhile', async (t) => {
    const seen: number[] = []
    for await (const slice of exportOrders(app.db, {})) {
      seen.push(...slice.map(({ id }) => id))
      if (seen.length > 3 * BATCH_SIZE) continue
      // Changes one written and one unwritten order, and adds one.
      for (const id of [seen.at(-1) ?? 0, (seen.at(-1) ?? 0) + BATCH_SIZE]) {
        await owner.put(`/api/orders/${id}`, { ...GOWN, notes: 'Changed meanwhile' })
      }
      await addOrder(owner)
    }
    t.equal(new Set(seen).size, seen.length, 'none twice')
    t.ok(seen.length >= (counted?.orders ?? 0), 'none lost')
  })

  t.test('search results are in the file once too, with every other filter', async (t) => {
    const file = await owner.get(`${EXPORT}?search=amina&status=pending`)
    const found = linesOf(file.body)
    const total = await owner.get('/api/orders?search=amina&status=pending&total=true')
    t.equal(new Set(found.map(({ id }) => id)).size, total.json().total)
    t.equal(found.length, total.json().total)
    t.ok(found.length > 0)
  })

  t.test('other requests are served during the export', async (t) => {
    const done: string[] = []
    let answered = () => {}
    const health = new Promise<void>((resolve) => {
      answered = resolve
    })
    // A server's connections may be slow to open: half of the file waits. On SQLite the order is that of the turns.
    const slices = watchSlices(t, (nth) =>
      ENGINE === 'postgres' && nth === 50 ? health : undefined,
    )
    const file = owner.get(EXPORT).then(() => done.push('file'))
    for (let nth = 0; nth < 3; nth++) await owner.get('/api/health')
    done.push('health')
    answered()
    await file
    t.strictSame(done, ['health', 'file'])
    t.ok(slices.count >= 100, `${slices.count} slices`)
  })

  t.test(
    'rows are read no faster than the client takes them, and not after it disconnects',
    async (t) => {
      const slices = watchSlices(t)
      const response = await overHttp()
      await once(response, 'readable')
      const stopped = await settled(slices)
      t.ok(stopped < 100, `a reader who takes nothing gets ${stopped} of 100 slices`)
      response.destroy()
      await once(response, 'close')
      const left = await settled(slices)
      t.ok(left < 100, 'and nothing more is read when the reader has gone')
    },
  )

  t.test('a fault aborts the response, so that the file does not look complete', async (t) => {
    watchSlices(t, (nth) => {
      if (nth === 3) throw new Error('The disk is gone')
    })
    const response = await overHttp()
    response.resume()
    const [error] = await once(response, 'error')
    t.equal(error.code, 'ECONNRESET')
    t.equal(response.complete, false)
  })
})

/** The export over a real connection, where a client can be slow. */
async function overHttp(): Promise<IncomingMessage> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload: CREDENTIALS })
  const headers = { authorization: `Bearer ${login.json().accessToken}` }
  const [response] = await once(get({ port, path: EXPORT, headers }), 'response')
  return response
}

interface Slices {
  count: number
  /** Those being read. */
  open: number
}

/** Counts the slices of exports until the test ends; `before` runs before each, and may wait or throw. */
function watchSlices(t: Test, before: (nth: number) => unknown = () => {}): Slices {
  const slices = { count: 0, open: 0 }
  const { all } = app.db
  app.db.all = async (query) => {
    if (!query.strings.join('').includes('string_agg')) return all(query)
    slices.count += 1
    slices.open += 1
    try {
      await before(slices.count)
      return await all(query)
    } finally {
      slices.open -= 1
    }
  }
  t.teardown(() => Object.assign(app.db, { all }))
  return slices
}

/** How many slices were read, once none is being read and no other follows. */
async function settled(slices: Slices): Promise<number> {
  let before = -1
  while (slices.count !== before || slices.open > 0) {
    before = slices.count
    await setTimeout(150)
  }
  return before
}
