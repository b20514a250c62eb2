// Holds of stock: one owner, one end, released or sold once.
import t from 'tap'
import { consumeHolds, releaseHolds } from '../../../src/services/catalogue/stock/holds.ts'
import { openShop } from '../../support/api.ts'
import { addOrder } from '../../support/shop/factories.ts'
import { addVariant, readVariant } from '../../support/shop/products.ts'
import { HALF_HOUR, refusalOf, stockOf } from '../../support/shop/stock.ts'

const { app, owner } = await openShop(t)
const { id: orderId } = await addOrder(owner)
const { write, take, hold, booksAreRight } = stockOf(app, orderId)

t.test('a lapsed hold blocks nobody, although nothing swept it', async (t) => {
  const { id: variantId } = await addVariant(owner)
  const all = [{ variantId, quantity: 5000 }]
  const long = new Date(Date.now() - 2 * HALF_HOUR).toISOString()
  await hold('order:gone', all, {}, long)
  t.match(await readVariant(owner, variantId), { stock: 5, reserved: 0, available: 5 })
  await hold('order:next', all)
  t.equal((await refusalOf(take({ variantId, quantity: 1000 })))?.code, 'out_of_stock')
  const sold = await write((tx) => consumeHolds(tx, 'order:gone', orderId))
  t.strictSame(sold, [], 'what lapsed is not sold')
  t.match(await readVariant(owner, variantId), { stock: 5, reserved: 5 })
  await booksAreRight(t, 'after a lapsed hold')
})

t.test('a holder asks again and has it; another is refused until the hold ends', async (t) => {
  const { id: variantId } = await addVariant(owner, { name: 'One gown', price: '1.00', stock: 1 })
  const one = [{ variantId, quantity: 1000 }]
  await hold('order:a', one)
  for (let time = 0; time < 3; time += 1) await hold('order:a', one)
  t.match(await readVariant(owner, variantId), { stock: 1, reserved: 1 })
  const other = await refusalOf(hold('order:b', one))
  t.match(other?.extras.members, { short: [{ wanted: 1, available: 0 }] })
  const more = await refusalOf(hold('order:a', [{ variantId, quantity: 2000 }]))
  t.match(more?.extras.members, { short: [{ wanted: 2, available: 1 }] }, 'their own counts')
  await write((tx) => releaseHolds(tx, 'order:a'))
  t.equal(await refusalOf(hold('order:b', one)), undefined)
})

t.test('asking for less frees the difference, and what is not asked for again', async (t) => {
  const { id: first } = await addVariant(owner)
  const { id: second } = await addVariant(owner)
  const both = [first, second].map((variantId) => ({ variantId, quantity: 4000 }))
  await hold('cart:1', both)
  await hold('cart:1', [{ variantId: first, quantity: 1000 }])
  t.match(await readVariant(owner, first), { reserved: 1 })
  t.match(await readVariant(owner, second), { reserved: 0 })
})

t.test('activity extends a hold to twice its time and no further', async (t) => {
  const { id: variantId } = await addVariant(owner)
  const one = [{ variantId, quantity: 1000 }]
  const start = Date.now()
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
  const endOf = async () => {
    const { data } = (await owner.get(`/api/variants/${variantId}/holds`)).json()
    return data[0].expiresAt
  }
  for (const [minutes, end] of [
    [0, 30],
    [20, 50],
    [45, 60],
    [55, 60],
  ] as const) {
    await hold('order:slow', one, {}, at(minutes))
    t.equal(await endOf(), at(end), `after ${minutes} minutes`)
  }
})

t.test('one buyer, and one address, keep no more than the limit', async (t) => {
  const { id: variantId } = await addVariant(owner, { name: 'Pin', price: '1.00', stock: 50 })
  const most = { holder: 3000, address: 5000 }
  const keep = (holder: string, quantity: number) =>
    refusalOf(hold(holder, [{ variantId, quantity }], { most, address: 'f00d' }))
  t.match(await keep('cart:a', 4000), { code: 'too_much_held', extras: { members: { most: 3 } } })
  t.equal(await keep('cart:a', 3000), undefined)
  t.equal(await keep('cart:b', 2000), undefined)
  t.equal((await keep('cart:c', 1000))?.code, 'too_much_held')
  t.match(await readVariant(owner, variantId), { reserved: 5 })
})

t.test('what is released, sold or given back five times at once moves stock once', async (t) => {
  const { id: variantId } = await addVariant(owner)
  await hold('order:r', [{ variantId, quantity: 2000 }])
  await hold('order:s', [{ variantId, quantity: 3000 }])
  const five = [1, 2, 3, 4, 5]
  await Promise.all(five.map(() => write((tx) => releaseHolds(tx, 'order:r'))))
  t.match(await readVariant(owner, variantId), { stock: 5, reserved: 3 })
  const sold = await Promise.all(
    five.map(() => write((tx) => consumeHolds(tx, 'order:s', orderId))),
  )
  t.strictSame(sold.flat(), [{ variantId, quantity: 3000 }])
  await Promise.all(five.map(() => write((tx) => releaseHolds(tx, 'order:s'))))
  t.match(await readVariant(owner, variantId), { stock: 2, reserved: 0 })
  await booksAreRight(t, 'after all of it')
})
