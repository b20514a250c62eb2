// Stock by the API: movements, holds, units, archived variants.
import t from 'tap'
import { releaseHolds } from '../../../../src/services/catalogue/stock/holds.ts'
import { hasLapsedHolds, sweepHolds } from '../../../../src/services/catalogue/stock/sweep.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { eventsOf, everyPage, openShop, refused, wrongFields } from '../../../support/api.ts'
import {
  addProduct,
  addVariant,
  EVENING_GOWN,
  keepStock,
  readVariant,
  SCARF,
  SILK,
} from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

type Three = [{ id: number }, { id: number }, { id: number }]

const move = (id: number, delta: number | string, reason: string, headers = {}) =>
  owner.post(`/api/variants/${id}/movements`, { delta, reason }, headers)

t.test('a delivery and a loss are movements with author and reason', async (t) => {
  const { id } = await addVariant(owner)
  const note = { delta: 12, reason: 'received', note: 'Delivery note 7' }
  const received = await owner.post(`/api/variants/${id}/movements`, note)
  t.equal(received.statusCode, 201)
  t.match(received.json(), { id, stock: 17, available: 17 })
  t.match((await move(id, -2, 'damaged')).json(), { stock: 15 })
  const all = await everyPage<object>(owner, `/api/variants/${id}/movements?limit=2`)
  t.match(all, [
    { delta: -2, stockAfter: 15, reason: 'damaged', note: null },
    { delta: 12, stockAfter: 17, reason: 'received', note: 'Delivery note 7' },
    { delta: 5, stockAfter: 5, reason: 'opening', actor: 'Ines Almeida' },
  ])
  t.equal((await owner.get(`/api/variants/${id}/movements?total=true`)).json().total, 3)
  const { productId } = (await owner.get(`/api/variants/${id}`)).json()
  t.match((await eventsOf(app, 'product', productId)).at(-1), {
    type: 'product.stock_moved',
    data: { variant: id, sku: 'SILK-SCARF', delta: -2, stock: 15, reason: 'damaged', note: null },
  })
})

t.test('the sign must fit the reason, and pieces are whole', async (t) => {
  const { id } = await addVariant(owner)
  for (const [delta, reason] of [
    [-1, 'received'],
    [1, 'lost'],
    [0, 'found'],
  ] as const) {
    const answer = await move(id, delta, reason)
    refused(t, answer, 422, 'invalid_input')
    t.same(wrongFields(answer), { '/delta': 'sign' })
  }
  t.same(wrongFields(await move(id, 1.5, 'received')), { '/delta': 'quantity' })
  t.same(wrongFields(await move(id, 1, 'sold')), { '/reason': 'enum' })
  t.match(await readVariant(owner, id), { stock: 5 })
  refused(t, await move(999_999, 1, 'received'), 404, 'not_found')
})

t.test('thousandths of a metre are exact', async (t) => {
  const { id } = await addVariant(owner, SILK)
  t.match((await move(id, '-3.5', 'lost')).json(), { stock: 16.5 })
  for (let time = 0; time < 3; time += 1) await move(id, 0.1, 'found')
  t.match((await move(id, 0.007, 'found')).json(), { stock: 16.807 })
  t.same(wrongFields(await move(id, 0.0005, 'found')), { '/delta': 'quantity' })
  t.same(wrongFields(await move(id, '1e2', 'found')), { '/delta': 'pattern' })
})

t.test('what is not there cannot be taken away, nor what a buyer keeps', async (t) => {
  const { id } = await addVariant(owner)
  const none = await move(id, -6, 'lost')
  refused(t, none, 409, 'stock_reserved')
  t.match(none.json(), { available: 5, holds: [] })
  await keepStock(app, id, 3000, { holder: 'order:41' })
  const kept = await move(id, -3, 'lost')
  refused(t, kept, 409, 'stock_reserved')
  t.match(kept.json(), { available: 2, holds: [{ holder: 'order:41', quantity: 3 }] })
  t.equal((await move(id, -2, 'lost')).statusCode, 201)
})

t.test('the same key moves stock once', async (t) => {
  const { id } = await addVariant(owner)
  const key = { 'idempotency-key': crypto.randomUUID() }
  const answers = await Promise.all([1, 2, 3].map(() => move(id, 4, 'received', key)))
  t.strictSame(
    answers.map((answer) => answer.json().stock),
    [9, 9, 9],
  )
  t.match(await readVariant(owner, id), { stock: 9 })
})

t.test('staff sees what buyers keep, and releases it once', async (t) => {
  const { id } = await addVariant(owner)
  await keepStock(app, id, 2000, { holder: 'order:51' })
  const url = `/api/variants/${id}/holds`
  const [hold] = (await owner.get(url)).json().data
  t.match(hold, { holder: 'order:51', quantity: 2, state: 'active', variantId: id })
  t.match(await readVariant(owner, id), { stock: 5, reserved: 2, available: 3 })
  const other = await addVariant(owner)
  refused(t, await owner.delete(`/api/variants/${other.id}/holds/${hold.id}`), 404, 'not_found')
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => owner.delete(`${url}/${hold.id}`)))
  t.strictSame(new Set(answers.map(({ statusCode }) => statusCode)), new Set([204]))
  t.match(await readVariant(owner, id), { stock: 5, reserved: 0, available: 5 })
  t.same((await owner.get(`${url}?state=active`)).json().data, [])
  t.equal((await owner.get(`${url}?state=released&total=true`)).json().total, 1)
  const { productId } = (await owner.get(`/api/variants/${id}`)).json()
  const released = (await eventsOf(app, 'product', productId)).filter(
    ({ type }) => type === 'product.hold_released',
  )
  t.equal(released.length, 1)
})

t.test('holds are listed page by page', async (t) => {
  const { id } = await addVariant(owner)
  for (const holder of ['order:61', 'order:62', 'order:63']) {
    await keepStock(app, id, 1000, { holder })
  }
  const holders = await everyPage<{ holder: string }>(owner, `/api/variants/${id}/holds?limit=2`)
  t.strictSame(
    holders.map(({ holder }) => holder),
    ['order:63', 'order:62', 'order:61'],
  )
  const { nextCursor } = (await owner.get(`/api/variants/${id}/holds?limit=2`)).json()
  const { id: other } = await addVariant(owner)
  const answer = await owner.get(`/api/variants/${other}/holds?cursor=${nextCursor}`)
  refused(t, answer, 400, 'invalid_cursor')
})

t.test('the sweep releases what has lapsed, and nothing else', async (t) => {
  const { id } = await addVariant(owner)
  await app.db.write((tx) => sweepHolds(change(tx, SYSTEM)))
  t.notOk(await hasLapsedHolds(app.db))
  const at = new Date(Date.now() - 60_000).toISOString()
  await keepStock(app, id, 1000, { holder: 'order:71', at, lasts: 1000 })
  await keepStock(app, id, 1000, { holder: 'order:72', at: new Date().toISOString() })
  await app.db.write((tx) => releaseHolds(change(tx, SYSTEM), 'order:none'))
  const states = async () =>
    (await owner.get(`/api/variants/${id}/holds`))
      .json()
      .data.map(({ holder, state }: { holder: string; state: string }) => `${holder} ${state}`)
  t.strictSame(await states(), ['order:72 active', 'order:71 released'], 'the next one frees it')
  const before = new Date(Date.now() - 60_000).toISOString()
  const { id: silk } = await addVariant(owner, SILK)
  await keepStock(app, silk, 500, { holder: 'order:73', at: before, lasts: 1000 })
  t.ok(await hasLapsedHolds(app.db))
  t.equal(await app.db.write((tx) => sweepHolds(change(tx, SYSTEM))), 1)
  t.notOk(await hasLapsedHolds(app.db))
  t.match(await readVariant(owner, silk), { stock: 20, reserved: 0 })
})

t.test('a variant is found by SKU and barcode, exactly, and by what is low', async (t) => {
  const coded = { ...SCARF, name: 'Wool scarf', sku: 'WS-1', barcode: '96385074', lowStockAt: 5 }
  const { id } = await addVariant(owner, coded)
  const found = async (query: string) =>
    (await owner.get(`/api/variants?${query}`)).json().data.map((one: { id: number }) => one.id)
  t.strictSame(await found('sku=ws-1'), [id])
  t.strictSame(await found('barcode=96385074'), [id])
  t.strictSame(await found('barcode=9638507'), [])
  t.strictSame(await found('search=WOOL%20scarf'), [id])
  t.strictSame(await found('low=true'), [id])
  t.notOk((await found('low=false')).includes(id))
  await move(id, 1, 'received')
  t.strictSame(await found('low=true'), [])
  await keepStock(app, id, 1000, { holder: 'order:81' })
  t.strictSame(await found('low=true'), [id], 'what is kept is not available')
  const total = (await owner.get('/api/variants?total=true&limit=1')).json().total
  t.equal((await everyPage(owner, '/api/variants?limit=3')).length, total)
})

t.test('the last variant stays, the unit too, and an archived one is not changed', async (t) => {
  const scarf = await addVariant(owner)
  refused(t, await owner.delete(`/api/variants/${scarf.id}`), 409, 'last_variant')
  refused(t, await owner.put(`/api/variants/${scarf.id}`, { unit: 'm' }), 409, 'unit_in_use')
  const gown = await addProduct(owner, EVENING_GOWN)
  const [small, medium, large] = gown.variants as unknown as Three
  t.equal((await owner.put(`/api/variants/${large.id}`, { unit: 'm' })).json().unit, 'm')
  const same = { options: { Size: 'm' } }
  refused(t, await owner.put(`/api/variants/${small.id}`, same), 409, 'options_taken')
  t.equal((await owner.delete(`/api/variants/${small.id}`)).statusCode, 204)
  refused(t, await owner.put(`/api/variants/${small.id}`, { price: '1' }), 409, 'variant_archived')
  t.equal(
    (await owner.put(`/api/variants/${medium.id}`, { options: { Size: 'S' } })).statusCode,
    200,
  )
  refused(t, await owner.post(`/api/variants/${small.id}/restore`, {}), 409, 'options_taken')
  const late = owner.put(`/api/variants/${medium.id}`, { price: '1' }, { 'if-match': '"1"' })
  refused(t, await late, 412, 'stale_version')
})
