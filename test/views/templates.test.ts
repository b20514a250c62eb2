// All pages for every role: valid HTML, accessible, and without broken links.
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
} from '../support/app.ts'
import { faultsOf } from '../support/page-faults.ts'
import { pageRoutes } from '../support/page-routes.ts'
import { buildSample } from '../support/shop/sample-shop.ts'
import { fillShelf } from '../support/shop/shelf.ts'

const app = await buildSample(t, { RATE_LIMIT_STAFF: '1000000', RATE_LIMIT_ANONYMOUS: '1000000' })
await fillShelf(app)
const order = await app.db.get<{
  id: number
  customerId: number
  employeeId: number
  token: string
}>(sql`
  SELECT o.id, customer_id AS "customerId", employee_id AS "employeeId", tracking_token AS token
  FROM orders o
  JOIN order_images i ON i.order_id = o.id
  WHERE employee_id IS NOT NULL
  LIMIT 1`)
if (!order) throw new Error('The sample shop has no order with a photo')
// Of another employee: the admin's own work, visited before, must not link to an archived order.
const another = await app.db.get<{ id: number }>(sql`
  SELECT id FROM orders WHERE employee_id <> ${order.employeeId} LIMIT 1`)
const own = await account(app, 'customer', order.customerId)
const csv = { 'content-type': 'text/csv' }
for (const [id, url, payload] of [
  [1, '/api/customers/import/csv', 'name,phone\nZelda Fitz,0170 555 0142\n'],
  [2, '/api/products/import/csv', 'name,price\nFelt hat,30\n'],
] as const) {
  const answer = await (await program(app)).send({ method: 'POST', url, payload, headers: csv })
  if (answer.json().importId !== id) throw new Error(`The import answered ${answer.body}`)
}
await (await program(app)).put('/api/users/1', { employeeId: order.employeeId })
const PEOPLE: Record<string, Browser> = {
  admin: await signedIn(app),
  staff: await signedIn(app, await account(app, 'staff')),
  customer: await signedIn(app, own),
  nobody: browser(app),
}

const forgetful = await account(app, 'staff')
const manager = await program(app)
const { data: found } = (await manager.get(`/api/users?search=${forgetful.email}`)).json()
const link = await manager.post(`/api/users/${found[0].id}/password-link`, {})
const linkToken = String(link.json().url).split('/').at(-1) ?? ''

/** A path with the ids of the sample shop. */
const filledIn = (path: string) =>
  path
    .replace('password/:token', `password/${linkToken}`)
    .replace(':code', 'exceeds_balance')
    .replace(':token', order.token)
    .replace(/(orders|work)\/:id/, `$1/${order.id}`)
    .replace('import/products/runs/:id', 'import/products/runs/2')
    .replaceAll(':id', '1')

/** Expected status of a path by role, independent of the routes. */
function expected(who: string, path: string): number {
  if (/^\/auth\/(forgotten$|password)/.test(path)) return 200
  if (path === '/setup' || /^\/auth\/(login|register)$/.test(path))
    return who === 'nobody' && path !== '/setup' ? 200 : 303
  // Where no tablet is enrolled, PINs lead nowhere.
  if (/^\/auth\/(second-factor|switch)$/.test(path)) return 303
  if (path === '/') return who === 'nobody' ? 200 : 303
  if (
    path === '/offline' ||
    path === '/device' ||
    path.startsWith('/problems') ||
    path.startsWith('/track-order/')
  )
    return 200
  if (path === '/auth/invite/:token') return 404
  if (who === 'nobody') return 303
  if (who === 'staff' && path === '/admin/settings') return 303
  if (who === 'staff' && /settings\/(storefront|hours|delivery)$/.test(path)) return 200
  if (path === '/orders/:id') return who === 'customer' ? 200 : 404
  if (
    /^\/admin\/(users|roles|keys|devices|work|activity|integrity|settings|import|design)\b/.test(
      path,
    )
  )
    return who === 'admin' ? 200 : 403
  if (/^\/admin\/(products\/(new|:id\/edit)|categories\/:id|stock\/(receive|counts.*))$/.test(path))
    return who === 'admin' ? 200 : 403
  if (/^\/admin\/customers\/:id\/(merge|erase)$/.test(path))
    return { admin: 200, staff: 403, customer: 403 }[who] ?? 303
  return path.startsWith('/admin') && who === 'customer' ? 403 : 200
}

/** An order form with only a stale version. */
const KEPT = {
  customerId: String(order.customerId),
  'items.0.itemName': 'Hem of a gown',
  'items.0.unitPrice': '12',
  'items.0.quantity': '1',
}

const seen = new Map<string, Page>()

t.ok(pageRoutes(app).length >= 24, 'the pages were found')

for (const [who, visitor] of Object.entries(PEOPLE)) {
  t.test(`every page is valid as ${who}`, async (t) => {
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

t.test('pages in other states are valid', async (t) => {
  const office = await program(app)
  await office.delete(`/api/orders/${another?.id}`)
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
    `/admin/orders/${another?.id}`,
    '/admin/customers?archived=true',
    '/admin/customers?search=zelda',
    '/admin/customers/2',
    '/admin/employees/2',
    '/admin/employees?archived=true',
    '/admin/orders/new?customerId=1',
    '/admin/users?search=zelda',
    '/admin/keys?revoked=true',
    '/admin/keys?page=9',
    '/admin/products?search=zelda',
    '/admin/products?categoryId=1&kind=ready_made&stock=low&featured=true&sort=-price',
    '/admin/products?page=9',
    '/admin/products?archived=true',
    '/admin/categories?archived=true',
    '/admin/stock/counts?state=posted',
    '/admin/stock/receive?code=EVENING-GOWN-S',
  ]) {
    await visit(admin, url)
  }
  await visit(admin, '/admin/orders?status=lost', 400)
  await visit(admin, '/no-such-page', 404)
  await visit(nobody, '/no-such-page', 404)
})

t.test('pages after a refusal are valid', async (t) => {
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
    [admin, '/admin/roles', { name: '', 'limits.refund': 'free' }, 422],
    [admin, '/admin/roles/2', { version: '0', name: 'Head of shop' }, 412],
    [admin, '/admin/keys', { name: '', expiresAt: '2001-01-01', addresses: 'the office' }, 422],
    [admin, '/admin/keys', { name: 'Website', scopes: 'orders.read' }, 409],
    [admin, '/admin/keys/1', { version: '0', name: 'Web', scopes: 'orders.read' }, 412],
    [admin, '/admin/products', { name: '', 'variants.0.price': 'free' }, 422],
    [admin, '/admin/products', { 'options.0.values': 'S, M', make: '1' }, 200],
    [admin, '/admin/products/1', { version: '0', name: 'Mine' }, 412],
    [admin, '/admin/categories', { name: '' }, 422],
    [admin, '/admin/categories/1', { name: 'Mine', version: '0' }, 412],
    [admin, '/admin/stock/receive', { code: 'e', quantity: 'many' }, 422],
    [admin, '/admin/stock/variants/1', { reason: 'lost', quantity: '999999' }, 409],
    [admin, '/admin/stock/counts/1/lines', { code: 'e' }, 422],
    [nobody, '/auth/login', { email: 'nobody@shop.test', password: 'wrong' }, 422],
    [nobody, '/auth/register', { email: 'nobody' }, 422],
  ] as const) {
    const page = await visitor.post(url, { ...fields })
    t.equal(page.status, status, `${url} ${JSON.stringify(fields)}`)
    t.strictSame(faultsOf(page), [], url)
  }
})

t.test('the set-up is valid, with its token and without', async (t) => {
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

t.test('every link and every form leads to a route', async (t) => {
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
      if (url.host !== 'shop.test') t.fail(`${key}: ${link} leaves the shop`)
      const target = `${url.pathname}${url.search}`
      if (followed.has(`${who} ${target}`)) continue
      followed.add(`${who} ${target}`)
      const { statusCode } = (await visitor.get(target)).response
      if (statusCode >= 400) t.fail(`${statusCode} at ${target}, linked from ${key}`)
    }
    for (const form of $('form').toArray()) {
      const { action = here, method = 'get' } = $(form).attr() ?? {}
      if (action.startsWith('#')) continue // the design page shows forms without a target
      if (!app.methodsAt(action).includes(method.toUpperCase()))
        t.fail(`${key}: no ${method} ${action}`)
      const hasToken = $(form).find('[name=_csrf]').length === 1
      if (action.includes('_csrf')) t.fail(`${key}: a token in the address ${action}`)
      if (method === 'post' && !hasToken) t.fail(`${key}: a form to ${action} without a token`)
    }
  }
  t.ok(followed.size > 100, `${followed.size} links`)
})
