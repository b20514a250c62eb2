// Material of an item: it leaves the stock by exactly what is issued, and is what the item costs.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { createProduct } from '../../../../src/services/catalogue/products/index.ts'
import { getVariant } from '../../../../src/services/catalogue/variants/read.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

async function silk(input: object = {}) {
  const material = { name: 'Silk', kind: 'material' as const, unit: 'm' as const, price: '40.00' }
  const { variants } = await app.db.write((tx) =>
    createProduct(change(tx, SYSTEM), { ...material, stock: 10, cost: '19.99', ...input }),
  )
  return variants[0]?.id ?? 0
}

async function gown() {
  const { id, items } = await addOrder(owner)
  return { order: id, item: items[0].id, path: `/api/items/${items[0].id}/materials` }
}

const stockOf = async (id: number) => (await getVariant(app.db, id)).stock

t.test('3.5 metres are exact, and giving all of it back leaves nothing', async (t) => {
  const variantId = await silk()
  const { order, item, path } = await gown()
  const issued = await owner.post(path, { variantId, quantity: 3.5 })
  t.equal(issued.statusCode, 201)
  t.match(issued.json(), {
    itemId: item,
    issued: 3.5,
    givenBack: 0,
    unitCost: '19.99',
    cost: '69.97',
  })
  t.equal(await stockOf(variantId), 6500)
  const back = (quantity?: number) =>
    owner.post(`${path}/${issued.json().id}/returns`, quantity === undefined ? {} : { quantity })
  t.match((await back(0.333)).json(), { givenBack: 0.333, cost: '63.31' })
  refused(t, await back(3.2), 409, 'more_than_issued')
  t.match((await back()).json(), { issued: 3.5, givenBack: 3.5, cost: '0.00' })
  refused(t, await back(), 409, 'more_than_issued')
  t.equal(await stockOf(variantId), 10_000)
  t.match((await owner.get(path)).json(), { cost: '0.00', data: { length: 1 } })
  const types = (await eventsOf(app, 'order', order)).map(({ type }) => type)
  t.same(types.slice(1), [
    'order.material_issued',
    'order.material_returned',
    'order.material_returned',
  ])
})

t.test('a thousand random issues and returns end where they began', async (t) => {
  const variantId = await silk({ stock: 500 })
  const { path } = await gown()
  let seed = 7
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  for (let round = 0; round < 500; round++) {
    const quantity = (1 + Math.floor(random() * 900)) / 1000
    const { id } = (await owner.post(path, { variantId, quantity })).json()
    const some = Math.round(quantity * random() * 1000) / 1000
    if (some > 0) await owner.post(`${path}/${id}/returns`, { quantity: some })
    if (some < quantity) await owner.post(`${path}/${id}/returns`, {})
  }
  t.equal(await stockOf(variantId), 500_000)
  t.equal((await owner.get(path)).json().cost, '0.00')
})

t.test('what is not there is refused', async (t) => {
  const variantId = await silk({ stock: 1 })
  const buttons = await silk({ unit: 'piece', stock: 3 })
  const { path } = await gown()
  refused(t, await owner.post(path, { variantId, quantity: 1.001 }), 409, 'out_of_stock')
  t.equal(await stockOf(variantId), 1000)
  t.same(wrongFields(await owner.post(path, { variantId: buttons, quantity: 1.5 })), {
    '/quantity': 'quantity',
  })
  t.same(wrongFields(await owner.post(path, { variantId, quantity: 0 })), {
    '/quantity': 'minimum',
  })
  t.same(wrongFields(await owner.post(path, { variantId: 9999, quantity: 1 })), {
    '/variantId': 'reference',
  })
  refused(t, await owner.get('/api/items/9999/materials'), 404, 'not_found')
})

t.test('an item with material stays on the order', async (t) => {
  const variantId = await silk()
  const { order, path } = await gown()
  await owner.post(path, { variantId, quantity: 2 })
  const hem = [{ itemName: 'Hem', quantity: 1, unitPrice: '9.00' }]
  refused(t, await owner.put(`/api/orders/${order}`, { items: hem }), 409, 'item_has_material')
  t.equal(await stockOf(variantId), 8000)
})

t.test('the check of the books compares what items cost with what was issued', async (t) => {
  const variantId = await silk({ sku: 'SILK-BOOKS' })
  const { path } = await gown()
  const { id } = (await owner.post(path, { variantId, quantity: 3.5 })).json()
  t.same((await owner.get('/api/integrity')).json().problems, [])
  await app.db.write((tx) => tx.run(sql`UPDATE item_materials SET issued = 4500 WHERE id = ${id}`))
  t.match((await owner.get('/api/integrity')).json().problems, [
    {
      table: 'variants',
      id: variantId,
      detail: 'SILK-BOOKS: Items cost 4.5 of it, but movements have issued 3.5.',
    },
  ])
})
