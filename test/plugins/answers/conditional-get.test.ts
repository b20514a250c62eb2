// Conditional GET of lists: 304 while nothing changed, a new ETag for everything that changes the page.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { account, build, program, signedIn } from '../../support/app.ts'
import { addEmployee, addOrder, inDays } from '../../support/shop/factories.ts'

const app = await build(t)
const owner = await program(app)
const tablet = await signedIn(app)
await addOrder(owner, { deadline: inDays(2) })
const PATHS = [
  '/admin',
  '/admin/orders',
  '/admin/orders/board',
  '/admin/customers',
  '/admin/employees',
  '/admin/money',
  '/admin/money/payments',
]

/** A page has an ETag only once the newest events are hashed, which on PostgreSQL is a moment later. */
const ask = async (path: string, tag = '') => {
  await app.live.upToDate()
  return tablet.get(path, { 'if-none-match': tag })
}
const tagOf = async (path: string) => String((await ask(path)).response.headers.etag)

t.test('an unchanged page is answered with 304', async (t) => {
  for (const path of PATHS) {
    const tag = await tagOf(path)
    t.match(tag, /^W\/"[\w-]{27}"$/, path)
    const again = await ask(path, tag)
    t.equal(again.status, 304, path)
    t.equal(again.response.body, '')
    t.match(again.response.headers, {
      etag: tag,
      'cache-control': 'private, no-cache',
      vary: /Cookie/,
    })
  }
})

t.test('an unchanged list of the API is answered with 304', async (t) => {
  await app.live.upToDate()
  const first = await owner.get('/api/orders?status=pending')
  const tag = String(first.headers.etag)
  const send = (etag: string) =>
    owner.send({
      method: 'GET',
      url: '/api/orders?status=pending',
      headers: { 'if-none-match': etag },
    })
  t.equal((await send(tag)).statusCode, 304)
  t.equal((await send(`W/"another", ${tag}`)).statusCode, 304)
  t.equal((await send('W/"another"')).statusCode, 200)
})

t.test('a change by anybody gives a new ETag', async (t) => {
  const changes = [
    () => addOrder(owner),
    () => addEmployee(owner),
    () => owner.put('/api/orders/1/status', { status: 'in_progress' }),
    () => owner.post('/api/orders/1/payments', { amount: '10.00' }),
    () => owner.put('/api/customers/1', { name: 'Amina B. Bello' }),
    () => owner.delete('/api/orders/2'),
  ]
  for (const change of changes) {
    const tags = await Promise.all(PATHS.map(tagOf))
    await change()
    for (const [at, path] of PATHS.entries()) t.equal((await ask(path, tags[at])).status, 200, path)
  }
})

t.test('a due date that passes gives a new ETag without any change', async (t) => {
  const soon = new Date(Date.now() + 700).toISOString()
  await addOrder(owner, { deadline: soon })
  const tag = await tagOf('/admin/orders')
  t.equal((await ask('/admin/orders', tag)).status, 304)
  while (new Date().toISOString() <= soon) await new Promise((resolve) => setTimeout(resolve, 50))
  t.equal((await ask('/admin/orders', tag)).status, 200)
})

t.test('theme, person, fragment and address have ETags of their own', async (t) => {
  const tag = await tagOf('/admin/orders')
  const colleague = await signedIn(app, await account(app, 'staff'))
  t.equal((await colleague.get('/admin/orders', { 'if-none-match': tag })).status, 200)
  t.equal((await ask('/admin/orders?status=ready', tag)).status, 200)
  const fragment = { 'hx-request': 'true', 'hx-request-type': 'partial', 'if-none-match': tag }
  t.equal((await tablet.get('/admin/orders', fragment)).status, 200)
  await app.db.write((tx) => tx.run(sql`UPDATE users SET theme = 'dark' WHERE id = 1`))
  t.equal((await ask('/admin/orders', tag)).status, 200)
})

t.test('a page with a flash message has no ETag', async (t) => {
  await tablet.post('/admin/orders/1/archive')
  const page = await tablet.get('/admin/orders/1')
  t.equal(page.response.headers.etag, undefined)
  await tablet.get('/admin/orders/1')
  await tablet.post('/admin/orders/1/restore')
  const list = await tablet.get('/admin/orders')
  t.match(list.$('.toast').text(), 'Order restored.')
  t.equal(list.response.headers.etag, undefined)
})

t.test('after sign-out no page is served, whatever the cache holds', async (t) => {
  const tag = await tagOf('/admin/orders')
  await app.db.write((tx) =>
    tx.run(sql`UPDATE sessions SET revoked_at = '2026-01-01T00:00:00.000Z'`),
  )
  t.equal((await ask('/admin/orders', tag)).status, 303)
})
