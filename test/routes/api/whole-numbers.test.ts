// Notation of integers in addresses: decimal digits only, so that each resource has one address.
import t from 'tap'
import { openShop, refused, wrongFields } from '../../support/api.ts'
import { signedIn } from '../../support/app.ts'
import { documentOf } from '../../support/documented.ts'
import { addOrder } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const order = await addOrder(owner)

const SPELLINGS = ['1e0', '+1', '%201', '1%20', '0x1', '0b1', '1.0', '-1', '1_0', '%D9%A1']

t.test('a path accepts decimal digits only', async (t) => {
  const visitor = await signedIn(app)
  const routes = [...app.routeTable].filter(([url]) => /:(id|\w+Id)\b/.test(url))
  t.ok(routes.length > 40, `${routes.length} addresses`)
  for (const [route, { methods }] of routes) {
    const url = (id: string) => route.replace(/:token/, 'x'.repeat(22)).replace(/:\w+/g, id)
    for (const method of methods) {
      // A form route requires a CSRF token first.
      const isApi = route.startsWith('/api/')
      if (method === 'HEAD' || (method !== 'GET' && !isApi)) continue
      for (const id of SPELLINGS) {
        const request = { method: method as 'GET', url: url(id) }
        const status = isApi
          ? (await owner.send(request)).statusCode
          : (await visitor.send(request)).status
        t.equal(status, 404, `${method} ${url(id)}`)
      }
    }
  }
  t.equal((await owner.get(`/api/orders/${order.id}`)).json().archivedAt, null)
})

t.test('a query accepts decimal digits only', async (t) => {
  const parameters = Object.entries(documentOf(app).paths).flatMap(([path, methods]) =>
    (methods.get?.parameters ?? [])
      .filter(({ in: place, schema }) => place === 'query' && schema?.type === 'integer')
      .map(({ name }) => [path.replace(/\{\w+\}/g, '1'), name] as const),
  )
  t.ok(parameters.length > 30, `${parameters.length} parameters`)
  for (const [path, name] of parameters) {
    for (const spelling of ['1e0', '%2B1', '+1', '0x1', '1.0']) {
      const answer = await owner.get(`${path}?${name}=${spelling}`)
      refused(t, answer, 400, 'invalid_parameter', `${path}?${name}=${spelling}`)
      t.strictSame(wrongFields(answer), { [`/${name}`]: 'type' })
      t.match(answer.json().detail, /must be a whole number in digits, such as 12\./)
    }
  }
})

t.test('a page reports it, too', async (t) => {
  const visitor = await signedIn(app)
  for (const query of ['page=1e0', 'limit=%2B9', 'customerId=0x1']) {
    t.equal((await visitor.get(`/admin/orders?${query}`)).status, 400, query)
  }
})
