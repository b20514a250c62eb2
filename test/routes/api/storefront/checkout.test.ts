// The checkout of the API: one transaction from the cart to the order, at prices that the buyer has seen.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { account, build, type Program, program } from '../../../support/app.ts'
import { addProduct, readVariant } from '../../../support/shop/products.ts'

const AMINA = { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' }

async function shopWithScarf(app: FastifyInstance) {
  const owner = await program(app)
  const { id, variants } = await addProduct(owner)
  return { owner, productId: id, variantId: variants[0]?.id ?? 0 }
}

async function guestWith(app: FastifyInstance, variantId: number, quantity = 1) {
  const payload = { variantId, quantity }
  const added = await app.inject({ method: 'POST', url: '/api/cart/items', payload })
  const headers = { 'cart-token': added.json().cartToken as string }
  return {
    checkOut: (input: object = AMINA, more = {}) =>
      app.inject({
        ...{ method: 'POST', url: '/api/checkout', payload: input },
        headers: { ...headers, ...more },
      }),
    cart: async () => (await app.inject({ url: '/api/cart', headers })).json(),
  }
}

const deliver = (owner: Program) =>
  owner.put('/api/settings', {
    deliveryMethods: [
      { kind: 'pickup', name: 'Pick up', price: '0' },
      { kind: 'delivery', name: 'Courier', price: '6.50', freeFrom: '100' },
    ],
  })

t.test(
  'A guest’s order takes the stock, empties the cart and is followed by its link',
  async (t) => {
    const app = await build(t)
    const { owner, variantId } = await shopWithScarf(app)
    const guest = await guestWith(app, variantId, 2)
    const answer = await guest.checkOut()
    t.equal(answer.statusCode, 201, answer.body)
    const order = answer.json()
    t.match(order, {
      channel: 'online',
      status: 'pending',
      totalAmount: '96.00',
      items: [{ itemName: 'Silk scarf', quantity: 2, unitPrice: '48.00', variantId }],
    })
    t.notOk('internalNotes' in order, 'a buyer sees what customers see')
    t.match(order.trackingUrl, new RegExp(`/track-order/${order.trackingToken}$`))
    t.match(await readVariant(owner, variantId), { stock: 3, reserved: 0 })
    t.same((await guest.cart()).items, [])
    t.match((await guest.checkOut()).json(), { status: 409, code: 'cart_empty' })
  },
)

t.test('Delivery has its price, an address, and is free from a sum', async (t) => {
  const app = await build(t)
  const { owner, variantId } = await shopWithScarf(app)
  t.equal((await deliver(owner)).statusCode, 200)
  const guest = await guestWith(app, variantId)
  const delivery = { ...AMINA, deliveryMethod: 'delivery' }
  t.match((await guest.checkOut(delivery)).json(), {
    status: 422,
    errors: [{ pointer: '/shippingAddress' }],
  })
  const placed = await guest.checkOut({ ...delivery, shippingAddress: '4 Mill Lane, Leeds' })
  t.match(placed.json(), {
    totalAmount: '54.50',
    shippingAddress: '4 Mill Lane, Leeds',
    items: [{ itemName: 'Silk scarf' }, { itemName: 'Courier', unitPrice: '6.50' }],
  })
  const rich = await guestWith(app, variantId, 3)
  const free = await rich.checkOut({ ...delivery, shippingAddress: '4 Mill Lane, Leeds' })
  t.match(free.json(), { totalAmount: '144.00', items: [{ itemName: 'Silk scarf' }] })
  t.equal(free.json().items.length, 1)
})

t.test('A price that changed is told before it is paid', async (t) => {
  const app = await build(t)
  const { owner, productId, variantId } = await shopWithScarf(app)
  const guest = await guestWith(app, variantId)
  await owner.put(`/api/products/${productId}`, { price: '52.00' })
  t.match(await guest.cart(), { items: [{ priceBefore: '48.00', unitPrice: '52.00' }] })
  t.match((await guest.checkOut()).json(), {
    status: 409,
    code: 'price_changed',
    total: '52.00',
    prices: [{ productName: 'Silk scarf', before: '48.00', after: '52.00' }],
  })
  t.equal((await guest.checkOut({ ...AMINA, expectedTotal: '48.00' })).statusCode, 409)
  const agreed = await guest.checkOut({ ...AMINA, expectedTotal: '52.00' })
  t.match(agreed.json(), { totalAmount: '52.00' })
})

t.test('What is short or not offered any more stops the order and changes nothing', async (t) => {
  const app = await build(t)
  const { owner, productId, variantId } = await shopWithScarf(app)
  const first = await guestWith(app, variantId, 4)
  const second = await guestWith(app, variantId, 4)
  t.equal((await first.checkOut()).statusCode, 201)
  t.match((await second.checkOut()).json(), { code: 'out_of_stock', short: [{ available: 1 }] })
  t.match(await second.cart(), { items: [{ quantity: 4, available: 1 }] }, 'the cart is kept')
  await owner.delete(`/api/products/${productId}`)
  t.match((await second.checkOut()).json(), { code: 'not_offered', items: [{ variantId }] })
  t.match(await readVariant(owner, variantId), { stock: 1 })
})

t.test('A double submit is one order', async (t) => {
  const app = await build(t)
  const { owner, variantId } = await shopWithScarf(app)
  const guest = await guestWith(app, variantId)
  const key = { 'idempotency-key': 'once' }
  const answers = await Promise.all([guest.checkOut(AMINA, key), guest.checkOut(AMINA, key)])
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [201, 201],
  )
  t.equal(answers[0]?.json().id, answers[1]?.json().id)
  t.match(await readVariant(owner, variantId), { stock: 4 })
})

t.test('A guest with a known number is a new customer', async (t) => {
  const app = await build(t)
  const { owner, variantId } = await shopWithScarf(app)
  const known = (await owner.post('/api/customers', AMINA)).json()
  const guest = await guestWith(app, variantId)
  const order = (await guest.checkOut({ ...AMINA, email: 'amina@shop.test' })).json()
  t.not(order.customer.id, known.id)
})

t.test('An account orders as its customer, and other contacts are noted for staff', async (t) => {
  const app = await build(t)
  const { owner, variantId } = await shopWithScarf(app)
  const customer = (await owner.post('/api/customers', AMINA)).json()
  const amina = await program(app, await account(app, 'customer', customer.id))
  await amina.post('/api/cart/items', { variantId })
  const order = (await amina.post('/api/checkout', { ...AMINA, email: 'new@shop.test' })).json()
  t.equal(order.customer.id, customer.id)
  const seen = (await owner.get(`/api/orders/${order.id}`)).json()
  t.equal(seen.internalNotes, 'Contact for this order: new@shop.test')
  t.match((await amina.get('/api/orders')).json(), { data: [{ id: order.id }] })
})

t.test(
  'A buyer who cannot be reached, and a way that is not offered, are refused together',
  async (t) => {
    const app = await build(t)
    const { variantId } = await shopWithScarf(app)
    const guest = await guestWith(app, variantId)
    const answer = await guest.checkOut({ name: 'Amina', phoneNumber: null, deliveryMethodId: 99 })
    t.equal(answer.statusCode, 422)
    t.same(
      answer.json().errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/phoneNumber', '/deliveryMethodId'],
    )
    const online = await guest.checkOut({ ...AMINA, payment: 'online' })
    t.match(online.json(), { status: 422, errors: [{ pointer: '/payment' }] })
  },
)
