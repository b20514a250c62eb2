// Paged sublists of an order (payments, events, photos), for staff and for its customer.
import t from 'tap'
import { customerProgram, everyPage, openShop, refused } from '../../../support/api.ts'
import { addOrder, addPhotos } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const order = await addOrder(owner)
const other = await addOrder(owner)
const amina = await customerProgram(app, order.customerId)
const stranger = await customerProgram(app)
// More rows than a page.
for (let coin = 0; coin < 60; coin++) {
  const note = `coin ${coin}`
  const answer = await owner.post(`/api/orders/${order.id}/payments`, { amount: '0.50', note })
  if (answer.statusCode !== 201) throw new Error(answer.body)
}
await addPhotos(owner, order.id, 3)
await owner.post(`/api/orders/${other.id}/payments`, { amount: '9.00' })

type Row = { id: number }
const at = (part: string, query = '') => `/api/orders/${order.id}/${part}${query}`

/** Number of rows of each, and the direction of their ids. */
const PARTS = [
  { part: 'payments', rows: 60, way: 1, reader: amina },
  { part: 'images', rows: 3, way: 1, reader: amina },
  { part: 'events', rows: 62, way: -1, reader: owner },
] as const

for (const { part, rows, way, reader } of PARTS) {
  t.test(`${part} come in pages, each row once`, async (t) => {
    const whole: Row[] = (await owner.get(at(part, '?limit=200'))).json().data
    const ids = whole.map(({ id }) => id)
    t.strictSame(
      ids,
      [...new Set(ids)].toSorted((a, b) => way * (a - b)),
    )
    t.equal(ids.length, rows, 'and none of another order')
    for (const limit of [1, 2, 7, 200]) {
      const seen = await everyPage<Row>(reader, at(part, `?limit=${limit}`))
      t.strictSame(
        seen.map(({ id }) => id),
        ids,
        `by ${limit}`,
      )
    }
    const first = await owner.get(at(part, '?total=true'))
    t.equal(first.json().data.length, Math.min(50, rows), '50 unless said otherwise')
    t.equal(first.json().total, rows)
    const third = await owner.get(at(part, '?limit=1&page=3'))
    t.strictSame(third.json().data, whole.slice(2, 3))
  })

  t.test(`${part} have a Link to the next page, except on the last`, async (t) => {
    const first = await owner.get(at(part, '?limit=2'))
    const { data, nextCursor } = first.json()
    const link = /^<([^>]+)>; rel="next"$/.exec(String(first.headers.link))?.[1] ?? ''
    t.match(link, `cursor=${nextCursor}`)
    const second = (await owner.get(link)).json()
    t.equal(second.data[0].id * way > data[1].id * way, true)
    const last = await owner.get(at(part, '?limit=200'))
    t.equal(last.json().nextCursor, null)
    t.equal(last.headers.link, undefined)
  })

  t.test(`${part} accept only their own cursors`, async (t) => {
    const { nextCursor } = (await owner.get(at(part, '?limit=1'))).json()
    for (const url of [
      `/api/orders/${other.id}/${part}?cursor=${nextCursor}`,
      at(part === 'events' ? 'images' : 'events', `?cursor=${nextCursor}`),
      at(part, '?cursor=nonsense'),
    ]) {
      refused(t, await owner.get(url), 400, 'invalid_cursor', url)
    }
    for (const query of ['?limit=0', '?limit=201', '?colour=red']) {
      refused(t, await owner.get(at(part, query)), 400, 'invalid_parameter', query)
    }
    refused(t, await owner.get(`/api/orders/999999/${part}?limit=1`), 404, 'not_found')
    const mayAsk = part !== 'events'
    const answer = await stranger.get(at(part, '?limit=1'))
    refused(t, answer, mayAsk ? 404 : 403, mayAsk ? 'not_found' : 'forbidden')
  })
}

t.test('a page shows a customer no more than the order does', async (t) => {
  const whole = (await amina.get(`/api/orders/${order.id}`)).json()
  for (const [part, rows] of [
    ['payments', whole.payments],
    ['images', whole.images],
  ] as const) {
    const page = (await amina.get(at(part, '?limit=2'))).json()
    t.strictSame(page.data, rows.slice(0, 2), part)
    const forStaff = (await owner.get(at(part, '?limit=2'))).json().data[0]
    t.equal('note' in forStaff, part === 'payments', `${part}: staff reads the notes`)
    t.notOk('note' in page.data[0])
  }
})
