// Rights on orders, and fields visible to each role.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { customerProgram, openShop, refused } from '../../../support/api.ts'
import { AMINA, addEmployee, addOrder, ROSA } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

t.test('a customer sees their own orders, without fields for staff', async (t) => {
  const rosa = await addEmployee(owner)
  const mine = await addOrder(owner, {
    employeeId: rosa.id,
    internalNotes: 'Pays late',
    notes: 'Blue',
    deposit: { amount: '10.00' },
  })
  const other = await addOrder(owner)
  const amina = await customerProgram(app, mine.customerId)
  const nobody = await customerProgram(app)

  const read = await amina.get(`/api/orders/${mine.id}`)
  const list = await amina.get('/api/orders?total=true')
  for (const [what, answer] of Object.entries({ read, list })) {
    t.equal(answer.statusCode, 200)
    t.notMatch(answer.body, /internalNotes|Pays late/, what)
    t.notMatch(answer.body, ROSA.phoneNumber, what)
    t.match(answer.body, AMINA.phoneNumber, 'their own number they may see')
  }
  t.match(read.json(), { notes: 'Blue', employee: { id: rosa.id, name: ROSA.name } })
  t.equal(list.json().total, 1)
  t.equal((await amina.get(`/api/orders?customerId=${mine.customerId}`)).json().data.length, 1)
  t.equal((await amina.get(`/api/orders?customerId=${other.customerId}`)).json().data.length, 0)
  t.equal((await nobody.get('/api/orders?total=true')).json().total, 0, 'no customer, no orders')

  for (const path of ['', '/payments', '/images', '/images/1']) {
    refused(t, await amina.get(`/api/orders/${other.id}${path}`), 404, 'not_found', path)
  }
  t.equal((await amina.get(`/api/orders/${mine.id}/payments`)).statusCode, 200)
  t.equal((await amina.get(`/api/orders/${mine.id}/images`)).statusCode, 200)
})

t.test(
  'a forbidden action is 403 for a customer, 401 without a token, 404 for an unknown order',
  async (t) => {
    const { id, customerId } = await addOrder(owner)
    const amina = await customerProgram(app, customerId)
    const calls = [
      ['GET', '/api/orders/admin', undefined],
      ['PUT', `/api/orders/${id}`, { notes: 'x' }],
      ['DELETE', `/api/orders/${id}`, undefined],
      ['POST', `/api/orders/${id}/restore`, undefined],
      ['GET', `/api/orders/${id}/events`, undefined],
      ['PUT', `/api/orders/${id}/status`, { status: 'ready' }],
      ['PATCH', `/api/orders/${id}/status`, { status: 'ready' }],
      ['POST', `/api/orders/${id}/payments`, { amount: 1 }],
      ['POST', `/api/orders/${id}/images`, undefined],
      ['DELETE', `/api/orders/${id}/images/1`, undefined],
    ] as const
    for (const [method, url, payload] of calls) {
      const request = { method, url, payload }
      t.equal((await app.inject(request)).statusCode, 401, `${method} ${url}`)
      refused(t, await amina.send(request), 403, 'forbidden', `${method} ${url}`)
      if (!url.includes(`/${id}`)) continue
      const nowhere = { ...request, url: url.replace(`/${id}`, '/999999') }
      refused(t, await owner.send(nowhere), 404, 'not_found', `${method} ${nowhere.url}`)
    }
    for (const url of ['/api/orders', `/api/orders/${id}`, `/api/orders/${id}/payments`]) {
      t.equal((await app.inject(url)).statusCode, 401, url)
    }
    refused(t, await owner.get('/api/orders/999999'), 404, 'not_found')
    refused(t, await owner.get('/api/orders/999999/payments'), 404, 'not_found')
    refused(t, await owner.get('/api/orders/999999/images'), 404, 'not_found')
  },
)

t.test('no event holds a secret', async (t) => {
  const rows = await app.db.all<{ data: string }>(sql`SELECT data FROM events`)
  t.ok(rows.length > 10)
  for (const { data } of rows) t.notMatch(data, /argon2|password|token|secret/i)
})
