// Orders that a customer places through the API: at the shop's prices, from its stock.
import t from 'tap'
import { createProduct } from '../../../../src/services/catalogue/products/index.ts'
import { getVariant } from '../../../../src/services/catalogue/variants/read.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { customerProgram, openShop, refused, wrongFields } from '../../../support/api.ts'
import { AMINA, addCustomer } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

async function product(input: object = {}) {
  const { id, variants } = await app.db.write((tx) =>
    createProduct(change(tx, SYSTEM), { name: 'Scarf', price: '48.00', stock: 5, ...input }),
  )
  return { productId: id, variantId: variants[0]?.id ?? 0 }
}

const stockOf = async (id: number) => (await getVariant(app.db, id)).stock / 1000

t.test('a customer orders at the price of the shop, and stock is taken', async (t) => {
  const { id } = await addCustomer(owner)
  const amina = await customerProgram(app, id)
  const { productId, variantId } = await product()
  const place = { items: [{ productId, quantity: 2 }], deliveryMethod: 'pickup', notes: 'A gift' }
  const answer = await amina.post('/api/orders', place)
  t.equal(answer.statusCode, 201)
  t.match(answer.json(), {
    customerId: id,
    channel: 'online',
    totalAmount: '96.00',
    notes: 'A gift',
    items: [{ itemName: 'Scarf', unitPrice: '48.00', variantId }],
  })
  t.notOk('internalNotes' in answer.json(), 'as the customer sees it')
  t.equal(await stockOf(variantId), 3)
  t.equal((await amina.get('/api/orders')).json().data.length, 1)
  refused(
    t,
    await amina.post('/api/orders', { items: [{ variantId, quantity: 4 }] }),
    409,
    'out_of_stock',
  )
})

t.test('what only the shop decides is refused, all of it at once', async (t) => {
  const amina = await customerProgram(app, (await addCustomer(owner)).id)
  const [{ variantId }, silk] = [await product(), await product({ kind: 'material', unit: 'm' })]
  const answer = await amina.post('/api/orders', {
    customerId: 1,
    discount: { percent: '90' },
    items: [
      { variantId, quantity: 1, unitPrice: '0.01' },
      { itemName: 'Gown', quantity: 1, unitPrice: '1.00' },
      { variantId: silk.variantId, quantity: 1 },
      { productId: silk.productId, quantity: 1 },
    ],
  })
  t.same(wrongFields(answer), {
    '/customerId': 'unexpected',
    '/discount': 'unexpected',
    '/items/0/unitPrice': 'unexpected',
    '/items/1/itemName': 'unexpected',
    '/items/1/unitPrice': 'unexpected',
    '/items/1/productId': 'required',
    '/items/2/variantId': 'reference',
    '/items/3/productId': 'reference',
  })
  t.equal(await stockOf(variantId), 5)
  const nowhere = { items: [{ variantId, quantity: 1 }], deliveryMethod: 'delivery' }
  t.same(wrongFields(await amina.post('/api/orders', nowhere)), { '/shippingAddress': 'required' })
  const there = { ...nowhere, shippingAddress: '4 Mill Lane, Leeds' }
  t.equal((await amina.post('/api/orders', there)).statusCode, 201)
})

t.test('the first order of an account without a customer adds the customer', async (t) => {
  const zoe = await customerProgram(app)
  const { variantId } = await product()
  const place = () => zoe.post('/api/orders', { items: [{ variantId, quantity: 1 }] })
  refused(t, await place(), 409, 'phone_missing')
  await zoe.put('/api/users/me', { phoneNumber: '0170 555 0177' })
  const first = await place()
  t.equal(first.statusCode, 201)
  t.match(first.json().customer, { phoneNumber: '0170 555 0177' })
  t.equal((await place()).json().customerId, first.json().customerId, 'once')
  t.equal((await zoe.get('/api/orders')).json().data.length, 2)
})

t.test('twenty orders of staff and customers for five pieces: five are taken', async (t) => {
  const amina = await customerProgram(app, (await addCustomer(owner)).id)
  const { variantId } = await product()
  const items = [{ variantId, quantity: 1 }]
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      at % 2
        ? amina.post('/api/orders', { items })
        : owner.post('/api/orders', { customer: AMINA, items }),
    ),
  )
  const taken = answers.filter(({ statusCode }) => statusCode === 201)
  t.equal(taken.length, 5)
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 201)) {
    t.match(answer.json(), { code: 'out_of_stock', short: [{ available: 0 }] })
  }
  t.equal(await stockOf(variantId), 0)
})
