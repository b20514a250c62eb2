// What pages offer: no link and no form leads to where the role may not go.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import {
  PERMISSIONS,
  type Permission,
  withRequired,
} from '../../../../src/schemas/access/permissions.ts'
import { type Page, program, signedIn } from '../../../support/app.ts'
import { pageRoutes } from '../../../support/page-routes.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { buildSample } from '../../../support/shop/sample-shop.ts'
import { fillShelf } from '../../../support/shop/shelf.ts'

const app = await buildSample(t, { RATE_LIMIT_STAFF: '1000000' })
await fillShelf(app)
const owner = await program(app)
const order = await app.db.get<{ id: number; employeeId: number }>(sql`
  SELECT o.id, o.employee_id AS "employeeId" FROM orders o JOIN order_images i ON i.order_id = o.id
  WHERE o.employee_id IS NOT NULL AND o.status IN ('pending', 'in_progress') AND o.total_amount - o.paid_amount > 100 LIMIT 1`)
const paid = await owner.post(`/api/orders/${order?.id}/payments`, { amount: '1.00' })
t.equal(paid.statusCode, 201, 'an open order with a photo and a payment')
const filledIn = (path: string) =>
  path.replace(/(orders|work)\/:id/, `$1/${order?.id}`).replaceAll(':id', '1')

/** Every permission but one, and those that require it. */
async function personWithout(missing: Permission) {
  const permissions = PERMISSIONS.filter((one) => !withRequired([one]).includes(missing))
  const role = await owner.post('/api/roles', { name: `Without ${missing}`, permissions })
  const { person, userId } = await accountWithRole(app, owner, role.json().id)
  await owner.put(`/api/users/${userId}`, { employeeId: order?.employeeId })
  return signedIn(app, person)
}

/** What the page leads to: `GET /admin/orders/new`, `POST /theme`. */
function offersOf({ $ }: Page): string[] {
  const links = $('a[href^="/"]')
    .toArray()
    .map((link) => `GET ${$(link).attr('href')}`)
  const loads = $('[data-hx-get]')
    .toArray()
    .map((one) => `GET ${$(one).attr('data-hx-get')}`)
  const forms = $('form[action^="/"]')
    .toArray()
    .map((form) => {
      const method = ($(form).attr('method') ?? 'get').toUpperCase()
      return `${method} ${$(form).attr('action')}`
    })
  const buttons = $('[formaction^="/"]')
    .toArray()
    .map((one) => `POST ${$(one).attr('formaction')}`)
  return [...links, ...loads, ...forms, ...buttons].map((offer) => offer.replace(/[?#].*$/, ''))
}

const offersByTags = new Map<string, string[]>()

/** Parses a page once for all people to whom it offers the same: parsing takes longer than the page. */
function offersOnce(page: Page): string[] {
  const tags =
    page.response.body.match(/<[^>]*\b(href|action|formaction|data-hx-get)=[^>]*>/g) ?? []
  const key = tags.join('')
  const offers = offersByTags.get(key) ?? offersOf(page)
  offersByTags.set(key, offers)
  return offers
}

for (const missing of PERMISSIONS) {
  t.test(`without ${missing}`, async (t) => {
    const visitor = await personWithout(missing)
    const offers = new Map<string, [offer: string, from: string]>()
    const open = new Set<string>()
    for (const path of pageRoutes(app)) {
      const url = filledIn(path)
      const page = await visitor.get(url)
      if (page.status !== 200) continue
      open.add(`GET ${url}`)
      // One of a kind: a list has the same links for each of its rows.
      for (const offer of offersOnce(page)) offers.set(offer.replace(/\d+/g, 'N'), [offer, url])
    }
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const closed: string[] = []
    for (const [offer, from] of offers.values()) {
      if (open.has(offer)) continue
      const [method, url] = offer.split(' ') as ['GET' | 'POST', string]
      const answer = await app.inject({ method, url, headers: { cookie, accept: 'text/html' } })
      if (/does not have the permission/.test(answer.body)) closed.push(`${offer} on ${from}`)
    }
    t.same(closed, [])
  })
}
