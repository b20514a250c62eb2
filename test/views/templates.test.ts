// Every page there is, as everybody who may come: valid, accessible, light, and without a dead end.
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import {
  account,
  type Browser,
  browser,
  buildEmpty,
  type Page,
  program,
  signedIn,
} from '../helper.ts'
import { pageRoutes } from '../page-routes.ts'
import { buildSample } from '../sample-shop.ts'
import { faultsOf } from './judge.ts'

const app = await buildSample(t, { RATE_LIMIT_STAFF: '1000000', RATE_LIMIT_ANONYMOUS: '1000000' })
const order = await app.db.get<{ id: number; customerId: number; token: string }>(sql`
  SELECT o.id, customer_id AS "customerId", tracking_token AS token
  FROM orders o
  JOIN order_images i ON i.order_id = o.id
  WHERE employee_id IS NOT NULL
  LIMIT 1`)
if (!order) throw new Error('The sample shop has no order with a photo')
const own = await account(app, 'customer', order.customerId)
const PEOPLE: Record<string, Browser> = {
  admin: await signedIn(app),
  staff: await signedIn(app, await account(app, 'staff')),
  customer: await signedIn(app, own),
  nobody: browser(app),
}

/** The address of a page in the sample shop. */
const filledIn = (path: string) =>
  path
    .replace(':token', order.token)
    .replace(/orders\/:id/, `orders/${order.id}`)
    .replaceAll(':id', '1')

/** What somebody gets at a path, said once more and apart from the routes. */
function expected(who: string, path: string): number {
  if (path === '/setup' || /^\/auth\/(login|register)$/.test(path))
    return who === 'nobody' && path !== '/setup' ? 200 : 303
  if (path === '/') return who === 'nobody' ? 200 : 303
  if (path === '/offline' || path.startsWith('/track-order/')) return 200
  if (who === 'nobody') return 303
  if (path === '/orders/:id') return who === 'customer' ? 200 : 404
  if (/^\/admin\/(users|activity|integrity|settings|import|design)\b/.test(path))
    return who === 'admin' ? 200 : 403
  return path.startsWith('/admin') && who === 'customer' ? 403 : 200
}

/** An order form that only the version stands against. */
const KEPT = {
  customerId: String(order.customerId),
  'items.0.itemName': 'Hem of a gown',
  'items.0.unitPrice': '12',
  'items.0.quantity': '1',
}

const seen = new Map<string, Page>()

t.ok(pageRoutes(app).length >= 24, 'the pages were found')

for (const [who, visitor] of Object.entries(PEOPLE)) {
  t.test(`every page as ${who}`, async (t) => {
    for (const path of pageRoutes(app)) {
      const url = filledIn(path)
      const page = await visitor.get(url)
      t.equal(page.status, expected(who, path), `${url}: status`)
      if (page.status === 303) continue
      seen.set(`${who} ${url}`, page)
      t.strictSame(faultsOf(page), [], `${url}: HTML`)
    }
  })
}

t.test('the same pages in other states', async (t) => {
  const office = await program(app)
  await office.delete(`/api/orders/${order.id + 1}`)
  await office.delete('/api/customers/2')
  await office.delete('/api/employees/2')
  const { admin, nobody } = PEOPLE as { admin: Browser; nobody: Browser }
  const visit = async (visitor: Browser, url: string, status = 200) => {
    const page = await visitor.get(url)
    t.equal(page.status, status, url)
    seen.set(`${visitor === admin ? 'admin' : 'nobody'} ${url}`, page)
    t.strictSame(faultsOf(page), [], url)
  }
  for (const url of [
    '/admin/orders?limit=200&search=a',
    '/admin/orders?archived=true',
    '/admin/orders?search=zelda',
    `/admin/orders?status=pending,ready&paymentStatus=unpaid&customerId=1&overdue=true&from=2026-01-01`,
    `/admin/orders/${order.id + 1}`,
    '/admin/customers?archived=true',
    '/admin/customers?search=zelda',
    '/admin/customers/2',
    '/admin/employees/2',
    '/admin/employees?archived=true',
    '/admin/orders/new?customerId=1',
    '/admin/users?search=zelda',
  ]) {
    await visit(admin, url)
  }
  await visit(admin, '/admin/orders?status=lost', 400)
  await visit(admin, '/no-such-page', 404)
  await visit(nobody, '/no-such-page', 404)
})

t.test('the same pages after a refusal', async (t) => {
  const { admin, nobody } = PEOPLE as { admin: Browser; nobody: Browser }
  await admin.get('/admin/orders/new')
  await nobody.get('/auth/login')
  for (const [visitor, url, fields, status] of [
    [admin, '/admin/orders', { 'items.0.unitPrice': 'free', 'deposit.amount': 'ten' }, 422],
    [admin, `/admin/orders/${order.id}`, { version: '0', 'items.0.itemName': 'Mine' }, 422],
    [admin, `/admin/orders/${order.id}`, { version: '0', ...KEPT }, 412],
    [admin, `/admin/orders/${order.id}/payments`, { amount: 'ten' }, 422],
    [admin, `/admin/orders/${order.id}/payments`, { amount: '99999' }, 409],
    [admin, `/admin/orders/${order.id}/status`, { status: 'lost' }, 422],
    [admin, '/admin/customers', { name: '' }, 422],
    [admin, '/admin/employees', { name: '' }, 422],
    [admin, '/admin/users', { email: 'nobody' }, 422],
    [nobody, '/auth/login', { email: 'nobody@shop.test', password: 'wrong' }, 422],
    [nobody, '/auth/register', { email: 'nobody' }, 422],
  ] as const) {
    const page = await visitor.post(url, { ...fields })
    t.equal(page.status, status, `${url} ${JSON.stringify(fields)}`)
    t.strictSame(faultsOf(page), [], url)
  }
})

t.test('the set-up, with its token and without', async (t) => {
  const empty = await buildEmpty(t)
  const visitor = browser(empty)
  for (const [url, status] of [
    ['/setup', 403],
    [`/setup?token=${empty.setupToken?.value}`, 200],
  ] as const) {
    const page = await visitor.get(url)
    t.equal(page.status, status)
    t.strictSame(faultsOf(page), [], url)
  }
  const refused = await visitor.post('/setup', { token: String(empty.setupToken?.value) })
  t.equal(refused.status, 422)
  t.strictSame(faultsOf(refused), [])
})

t.test('every link leads somewhere, and every form arrives', async (t) => {
  const followed = new Set<string>()
  for (const [key, { $ }] of seen) {
    const who = key.split(' ')[0] ?? ''
    const visitor = PEOPLE[who] as Browser
    const here = key.slice(who.length + 1)
    const links = $('a[href], link[href], img[src], script[src]')
      .toArray()
      .map((one) => $(one).attr('href') ?? $(one).attr('src') ?? '')
    for (const link of links) {
      const url = new URL(link, `http://shop.test${here}`)
      if (url.protocol !== 'http:') continue
      t.equal(url.host, 'shop.test', `${link} stays in the shop`)
      const target = `${url.pathname}${url.search}`
      if (followed.has(`${who} ${target}`)) continue
      followed.add(`${who} ${target}`)
      const { statusCode } = (await visitor.get(target)).response
      if (statusCode >= 400) t.fail(`${statusCode} at ${target}, linked from ${key}`)
    }
    for (const form of $('form').toArray()) {
      const { action = here, method = 'get' } = $(form).attr() ?? {}
      if (action.startsWith('#')) continue // of the design page: it only shows how a form looks
      if (!app.methodsAt(action).includes(method.toUpperCase()))
        t.fail(`${key}: no ${method} ${action}`)
      const hasToken = $(form).find('[name=_csrf]').length === 1 || action.includes('_csrf=')
      if (method === 'post' && !hasToken) t.fail(`${key}: a form to ${action} without a token`)
    }
  }
  t.ok(followed.size > 100, `${followed.size} links`)
})
