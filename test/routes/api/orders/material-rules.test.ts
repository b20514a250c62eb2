// Who may issue material to what: archived variants and orders, material of another item, a missing permission.
import t from 'tap'
import { openShop, refused, wrongFields } from '../../../support/api.ts'
import { program } from '../../../support/app.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { addProduct, addVariant, readVariant, SILK } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

const pathOf = (item: { id: number }) => `/api/items/${item.id}/materials`

async function gown() {
  const { id, items } = await addOrder(owner)
  return { id: id as number, items: items as { id: number }[], path: pathOf(items[0]) }
}

const archiveOrder = async (id: number) => {
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  const { statusCode, body } = await owner.delete(`/api/orders/${id}`)
  if (statusCode !== 204) throw new Error(body)
}

t.test('an archived variant is not issued, nor one of an archived product', async (t) => {
  const shades = ['Ivory', 'Black'].map((Shade) => ({
    ...{ options: { Shade }, price: '32.00', unit: 'm', stock: 5 },
  }))
  const product = { name: 'Crêpe', kind: 'material', options: ['Shade'], variants: shades }
  const { id, variants } = await addProduct(owner, product)
  const [ivory, black] = variants.map((variant) => variant.id) as [number, number]
  const { path } = await gown()
  const { id: issued } = (await owner.post(path, { variantId: ivory, quantity: 1 })).json()
  await owner.delete(`/api/variants/${ivory}`)
  const again = await owner.post(path, { variantId: ivory, quantity: 1 })
  t.same(wrongFields(again), { '/variantId': 'reference' })
  t.match(again.json().detail, /archived/)
  await owner.delete(`/api/products/${id}`)
  const other = await owner.post(path, { variantId: black, quantity: 1 })
  t.same(wrongFields(other), { '/variantId': 'reference' })
  t.equal((await readVariant(owner, black)).stock, 5)
  t.equal((await owner.post(`${path}/${issued}/returns`, {})).statusCode, 201, 'what is left')
  t.equal((await readVariant(owner, ivory)).stock, 5)
})

t.test('to an archived order nothing is issued, and nothing of it is given back', async (t) => {
  const silk = await addVariant(owner, SILK)
  const { id, path } = await gown()
  const { id: issued } = (await owner.post(path, { variantId: silk.id, quantity: 2 })).json()
  await archiveOrder(id)
  const more = await owner.post(path, { variantId: silk.id, quantity: 1 })
  refused(t, more, 409, 'order_archived')
  refused(t, await owner.post(`${path}/${issued}/returns`, {}), 409, 'order_archived')
  t.equal((await readVariant(owner, silk.id)).stock, 18)
  t.match((await owner.get(path)).json(), { data: [{ issued: 2, givenBack: 0 }] })
})

t.test('material of another item is not given back through this one', async (t) => {
  const silk = await addVariant(owner, { ...SILK, name: 'Organza' })
  const { items, path } = await gown()
  const [, veil] = items
  const { id: issued } = (await owner.post(path, { variantId: silk.id, quantity: 2 })).json()
  const others = [veil, (await gown()).items[0]].map((item) => pathOf(item ?? { id: 0 }))
  for (const other of others) {
    refused(t, await owner.post(`${other}/${issued}/returns`, {}), 404, 'not_found')
  }
  refused(t, await owner.post(`${path}/999999/returns`, {}), 404, 'not_found')
  t.equal((await readVariant(owner, silk.id)).stock, 18)
})

t.test('without stock.write material is read, and neither issued nor given back', async (t) => {
  const silk = await addVariant(owner, { ...SILK, name: 'Taffeta' })
  const { path } = await gown()
  const { id: issued } = (await owner.post(path, { variantId: silk.id, quantity: 2 })).json()
  const permissions = ['orders.read', 'orders.write', 'products.read', 'products.write']
  const role = await owner.post('/api/roles', { name: 'Counter', permissions })
  const { person } = await accountWithRole(app, owner, role.json().id)
  const counter = await program(app, person)
  t.match((await counter.get(path)).json(), { data: [{ id: issued }] })
  refused(t, await counter.post(path, { variantId: silk.id, quantity: 1 }), 403, 'forbidden')
  refused(t, await counter.post(`${path}/${issued}/returns`, {}), 403, 'forbidden')
  t.equal((await readVariant(owner, silk.id)).stock, 18)
})
