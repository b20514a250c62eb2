// Orders of what the catalogue has: stock is taken with the order, given back once, and never oversold.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { createProduct } from '../../../../src/services/catalogue/products/index.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { openShop, refused, wrongFields } from '../../../support/api.ts'
import { AMINA } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const product = (input: object) =>
  app.db.write((tx) =>
    createProduct(change(tx, SYSTEM), { name: 'Scarf', price: '48.00', ...input }),
  )

async function scarf(stock = 5) {
  const { id, variants } = await product({ stock })
  return { productId: id, variantId: variants[0]?.id ?? 0 }
}

const order = (items: object[]) => owner.post('/api/orders', { customer: AMINA, items })
const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()

async function stockOf(variantId: number) {
  const row = await app.db.get<{ stock: number; moved: number }>(sql`
    SELECT v.stock, (SELECT CAST(sum(m.delta) AS BIGINT) FROM stock_movements m
                     WHERE m.variant_id = v.id) AS moved
    FROM variants v WHERE v.id = ${variantId}`)
  if (row?.stock !== row?.moved) throw new Error(`${row?.stock} is not the sum ${row?.moved}`)
  return (row?.stock ?? 0) / 1000
}

t.test('an item that names a product gets its name and price, and takes its stock', async (t) => {
  const { productId, variantId } = await scarf()
  const answer = await order([{ productId, quantity: 2 }])
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), {
    totalAmount: '96.00',
    items: [{ productId, variantId, itemName: 'Scarf', unitPrice: '48.00', quantity: 2 }],
  })
  t.equal(await stockOf(variantId), 3)
  const own = await order([{ variantId, quantity: 1, itemName: 'Gift', unitPrice: '40.00' }])
  t.match(own.json().items[0], { itemName: 'Gift', unitPrice: '40.00' })
  t.equal(await stockOf(variantId), 2)
})

t.test('what is short is named for all items at once, and nothing is changed', async (t) => {
  const [one, other] = [await scarf(5), await scarf(1)]
  const { variantId } = one
  const answer = await order([
    { variantId, quantity: 3 },
    { variantId, quantity: 3 },
    { variantId: other.variantId, quantity: 2 },
  ])
  refused(t, answer, 409, 'out_of_stock')
  t.match(answer.json().short, [
    { variantId, productName: 'Scarf', wanted: 6, available: 5 },
    { variantId: other.variantId, wanted: 2, available: 1 },
  ])
  t.equal(await stockOf(variantId), 5)
  t.equal(await stockOf(other.variantId), 1)
})

t.test('a change of the items takes or gives back the difference', async (t) => {
  const [one, other] = [await scarf(5), await scarf(5)]
  const { id, items } = (await order([{ variantId: one.variantId, quantity: 2 }])).json()
  const [item] = items
  const edit = (list: object[]) => owner.put(`/api/orders/${id}`, { items: list })
  const same = { id: item.id, itemName: 'Scarf', unitPrice: '48.00' }
  await edit([{ ...same, quantity: 5 }])
  t.equal(await stockOf(one.variantId), 0, 'an item keeps its variant')
  refused(t, await edit([{ ...same, quantity: 6 }]), 409, 'out_of_stock')
  await edit([{ ...same, quantity: 1 }])
  t.equal(await stockOf(one.variantId), 4)
  await edit([{ ...same, variantId: other.variantId, quantity: 1 }])
  t.same([await stockOf(one.variantId), await stockOf(other.variantId)], [5, 4])
  await edit([{ itemName: 'Hem', quantity: 1, unitPrice: '9.00' }])
  t.same([await stockOf(one.variantId), await stockOf(other.variantId)], [5, 5])
})

t.test('a cancelled order gives back once, and takes again when it is reopened', async (t) => {
  const { variantId } = await scarf(5)
  const { id } = (await order([{ variantId, quantity: 3 }])).json()
  const move = (status: string) => owner.put(`/api/orders/${id}/status`, { status })
  await Promise.all(Array.from({ length: 5 }, () => move('cancelled')))
  t.equal(await stockOf(variantId), 5)
  await move('pending')
  t.equal(await stockOf(variantId), 2)
  await move('cancelled')
  await order([{ variantId, quantity: 4 }])
  refused(t, await move('pending'), 409, 'out_of_stock')
  t.equal((await orderOf(id)).status, 'cancelled')
  t.equal(await stockOf(variantId), 1)
})

t.test('undoing a cancellation takes the stock again', async (t) => {
  const { variantId } = await scarf(5)
  const { id } = (await order([{ variantId, quantity: 3 }])).json()
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  const { data } = (await owner.get(`/api/orders/${id}/events?limit=1`)).json()
  const undo = () => owner.post('/api/undos', { eventId: data[0].id })
  t.equal((await undo()).statusCode, 201)
  t.equal(await stockOf(variantId), 2)
  refused(t, await undo(), 409, 'undo_refused')
  t.equal(await stockOf(variantId), 2)
})

t.test('what is made to order takes no stock', async (t) => {
  const { variants } = await product({ kind: 'made_to_order' })
  const variantId = variants[0]?.id ?? 0
  t.equal((await order([{ variantId, quantity: 3 }])).statusCode, 201)
  t.equal(
    await app.db.get(sql`SELECT id FROM stock_movements WHERE variant_id = ${variantId}`),
    undefined,
  )
})

t.test('wrong products are named with the other mistakes', async (t) => {
  const { productId, variantId } = await scarf()
  const sizes = await product({
    price: undefined,
    options: ['Size'],
    variants: [
      { options: { size: 'S' }, price: '1.00' },
      { options: { Size: 'M' }, price: '1.00' },
    ],
  })
  const answer = await order([
    { variantId: 9999, quantity: 1 },
    { productId: sizes.id, quantity: 1 },
    { productId: sizes.id, variantId, quantity: 1 },
    { productId, quantity: 1, unitPrice: '1.001' },
  ])
  t.same(wrongFields(answer), {
    '/items/0/variantId': 'reference',
    '/items/1/productId': 'reference',
    '/items/2/productId': 'reference',
    '/items/3/unitPrice': 'amount',
  })
  const nameless = await order([{ quantity: 1 }])
  t.same(wrongFields(nameless), {
    '/items/0/itemName': 'required',
    '/items/0/unitPrice': 'required',
  })
})

t.test('an item of a variant that is archived later stays', async (t) => {
  const { productId, variantId } = await scarf()
  const { id, items } = (await order([{ variantId, quantity: 1 }])).json()
  await app.db.write((tx) =>
    tx.run(
      sql`UPDATE products SET archived_at = '2026-01-01T00:00:00.000Z' WHERE id = ${productId}`,
    ),
  )
  refused(t, await order([{ variantId, quantity: 1 }]), 422, 'invalid_input')
  const [{ id: item }] = items
  const edit = {
    items: [{ id: item, variantId, itemName: 'Scarf', unitPrice: '48.00', quantity: 2 }],
  }
  t.equal((await owner.put(`/api/orders/${id}`, edit)).statusCode, 200)
  t.match((await orderOf(id)).items, [{ itemName: 'Scarf', unitPrice: '48.00' }])
})
