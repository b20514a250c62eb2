// Counts of stock by the API: sales meanwhile stay, blind counts, holds, posting once.
import t from 'tap'
import { takeStock } from '../../../../src/services/catalogue/stock/take.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { addVariant, keepStock, readVariant, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)
const { id: orderId } = await addOrder(owner)

const open = async (input: object = {}) => {
  const { id } = (await owner.post('/api/stock-counts', input)).json()
  return `/api/stock-counts/${id}`
}
const enter = (count: string, variantId: number, counted: number | string) =>
  owner.put(`${count}/lines`, { variantId, counted })
const sell = (variantId: number, quantity: number) =>
  app.db.write((tx) =>
    takeStock(change(tx, SYSTEM), [{ variantId, quantity }], { reason: 'sold', orderId }),
  )

t.test('a sale made while a count is open survives its posting', async (t) => {
  const { id } = await addVariant(owner)
  const count = await open({ note: 'Window' })
  t.match((await enter(count, id, 4)).json().data, [
    { variantId: id, expected: 5, counted: 4, difference: -1, soldSince: 0 },
  ])
  await sell(id, 2000)
  t.match((await owner.get(`${count}/lines`)).json().data, [{ expected: 5, soldSince: 2 }])
  const posted = await owner.post(`${count}/post`, {})
  t.equal(posted.statusCode, 200)
  t.match(posted.json(), { state: 'posted', lines: 1, postedAt: /^20/ })
  t.match(await readVariant(owner, id), { stock: 2 })
  const { data } = (await owner.get(`/api/variants/${id}/movements`)).json()
  t.match(data[0], { delta: -1, stockAfter: 2, reason: 'counted', countId: posted.json().id })
  t.match((await eventsOf(app, 'count', posted.json().id)).at(-1), {
    type: 'count.posted',
    data: { lines: 1, differences: [{ variant: id, sku: 'SILK-SCARF', delta: -1 }] },
  })
})

t.test('posting again, five times at once, changes nothing more', async (t) => {
  const { id } = await addVariant(owner)
  const count = await open()
  await enter(count, id, 9)
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => owner.post(`${count}/post`, {})))
  t.strictSame(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200]))
  t.match(await readVariant(owner, id), { stock: 9 })
  refused(t, await enter(count, id, 1), 409, 'count_closed')
  refused(t, await owner.delete(count), 409, 'count_closed')
  refused(t, await owner.delete(`${count}/lines/${id}`), 409, 'count_closed')
  t.match((await owner.get(`${count}/lines`)).json().data, [{ soldSince: null, difference: 4 }])
})

t.test('a blind count tells what should be there only once it is posted', async (t) => {
  const { id } = await addVariant(owner)
  const count = await open({ blind: true })
  const [line] = (await enter(count, id, 5)).json().data
  t.match(line, { expected: null, difference: null, counted: 5 })
  await owner.post(`${count}/post`, {})
  t.match((await owner.get(`${count}/lines`)).json().data, [{ expected: 5, difference: 0 }])
})

t.test('less than buyers keep is 409 with the holds; release and post', async (t) => {
  const { id } = await addVariant(owner)
  await keepStock(app, id, 2000, { holder: 'order:91', lasts: 600_000 })
  await keepStock(app, id, 2000, { holder: 'order:92', lasts: 900_000 })
  const count = await open()
  await enter(count, id, 2)
  const kept = await owner.post(`${count}/post`, {})
  refused(t, kept, 409, 'count_below_holds')
  t.match(kept.json().holds, [{ holder: 'order:91', quantity: 2 }, { holder: 'order:92' }])
  t.match(await readVariant(owner, id), { stock: 5, reserved: 4 })
  t.equal((await owner.post(`${count}/post`, { release: true })).statusCode, 200)
  t.match(await readVariant(owner, id), { stock: 2, reserved: 2, available: 0 })
  const { data } = (await owner.get(`/api/variants/${id}/holds?state=active`)).json()
  t.match(data, [{ holder: 'order:91' }], 'the one that was there first stays')
})

t.test('a count that more was sold since than it found has to be done again', async (t) => {
  const { id } = await addVariant(owner)
  const count = await open()
  await enter(count, id, 1)
  await sell(id, 3000)
  const outdated = await owner.post(`${count}/post`, {})
  refused(t, outdated, 409, 'count_outdated')
  t.strictSame(outdated.json().variants, [id])
  await enter(count, id, 1)
  t.equal((await owner.post(`${count}/post`, {})).statusCode, 200)
  t.match(await readVariant(owner, id), { stock: 1 })
})

t.test('lines are entered, replaced and taken out; mistakes are named', async (t) => {
  const { id } = await addVariant(owner, SILK)
  const count = await open()
  refused(t, await owner.post(`${count}/post`, {}), 409, 'count_empty')
  await enter(count, id, 18)
  t.match((await enter(count, id, '18.255')).json().data, [{ counted: 18.255, difference: -1.745 }])
  const piece = await addVariant(owner)
  t.same(wrongFields(await enter(count, piece.id, 1.5)), { '/counted': 'quantity' })
  t.same(wrongFields(await enter(count, 999_999, 1)), { '/variantId': 'reference' })
  t.equal((await owner.delete(`${count}/lines/${id}`)).statusCode, 204)
  t.equal((await owner.delete(`${count}/lines/${id}`)).statusCode, 204)
  t.same((await owner.get(`${count}/lines`)).json().data, [])
  t.equal((await owner.delete(count)).statusCode, 204)
  t.equal((await owner.delete(count)).statusCode, 204)
  t.match((await owner.get(count)).json(), { state: 'cancelled' })
  t.match(await readVariant(owner, id), { stock: 20 })
  refused(t, await owner.get('/api/stock-counts/999999/lines'), 404, 'not_found')
})

t.test('counts are listed by state, the newest first', async (t) => {
  await open({ note: 'Newest' })
  const { data, total } = (await owner.get('/api/stock-counts?state=open&total=true')).json()
  t.equal(data[0].note, 'Newest')
  t.equal(total, data.length)
  const { nextCursor } = (await owner.get('/api/stock-counts?limit=1')).json()
  const next = (await owner.get(`/api/stock-counts?limit=1&cursor=${nextCursor}`)).json()
  t.ok(next.data[0].id < data[0].id)
})
