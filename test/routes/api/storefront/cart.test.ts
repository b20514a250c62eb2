// Carts of the API: a guest's by its token, an account's by its sign-in; joined at the sign-in up to what is available.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { deleteOldCarts } from '../../../../src/services/storefront/cart/holder.ts'
import { joinCarts } from '../../../../src/services/storefront/cart/join.ts'
import { account, build, type Program, program } from '../../../support/app.ts'
import { addProduct, EVENING_GOWN, SILK } from '../../../support/shop/products.ts'

interface CartAnswer {
  cartToken: string
  items: {
    id: number
    variantId: number
    quantity: number
    available: number
    priceBefore: string
  }[]
  saved: { variantId: number; quantity: number }[]
  subtotal: string
  total: string
}

const guest = (app: FastifyInstance, token?: string) => {
  const headers: Record<string, string> = token ? { 'cart-token': token } : {}
  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url, headers, ...(payload && { payload }) })
  return {
    cart: async () => (await send('GET', '/api/cart')).json() as CartAnswer,
    add: (item: object) => send('POST', '/api/cart/items', item),
    patch: (id: number, item: object) => send('PATCH', `/api/cart/items/${id}`, item),
    remove: (id: number) => send('DELETE', `/api/cart/items/${id}`),
  }
}

async function shopOfTwo(app: FastifyInstance) {
  const owner = await program(app)
  const gown = await addProduct(owner, EVENING_GOWN)
  const scarf = await addProduct(owner)
  const [small, medium] = gown.variants
  return { owner, gown, scarf, small: small?.id ?? 0, medium: medium?.id ?? 0 }
}

async function newCart(app: FastifyInstance, item: object) {
  const answer = await guest(app).add(item)
  const { cartToken } = answer.json<CartAnswer>()
  return { token: cartToken, ...guest(app, cartToken) }
}

t.test('A guest fills a cart, changes it and empties it', async (t) => {
  const app = await build(t)
  const { scarf, medium } = await shopOfTwo(app)
  const empty = await guest(app).cart()
  t.match(empty, { cartToken: null, items: [], total: '0.00' })
  const cart = await newCart(app, { productId: scarf.id, quantity: 2 })
  await cart.add({ variantId: medium })
  const full = await cart.cart()
  t.match(full, { subtotal: '336.00', total: '336.00', items: [{ quantity: 2 }, { quantity: 1 }] })
  const [scarves, gown] = full.items
  await cart.patch(scarves?.id ?? 0, { quantity: 1 })
  await cart.patch(gown?.id ?? 0, { savedForLater: true })
  t.match(await cart.cart(), { subtotal: '48.00', saved: [{ variantId: medium }] })
  await cart.remove(scarves?.id ?? 0)
  t.same((await cart.cart()).items, [])
})

t.test('A cart refuses what is not there, and more than there is', async (t) => {
  const app = await build(t)
  const { owner, gown, medium } = await shopOfTwo(app)
  const silk = await addProduct(owner, SILK)
  const refused = async (item: object) => {
    const answer = await guest(app).add(item)
    return [answer.statusCode, answer.json().code ?? answer.json().errors?.[0]?.code]
  }
  t.same(await refused({ productId: gown.id }), [422, 'invalid_input'], 'several variants')
  t.same(await refused({ productId: silk.id }), [422, 'invalid_input'], 'material')
  t.same(await refused({ variantId: 999_999 }), [422, 'invalid_input'])
  t.same(await refused({}), [422, 'invalid_input'])
  t.same(await refused({ variantId: medium, quantity: 0 }), [422, 'invalid_input'])
  t.same(await refused({ variantId: medium, quantity: 100 }), [422, 'invalid_input'])
  const short = await guest(app).add({ variantId: medium, quantity: 3 })
  t.match(short.json(), { status: 409, code: 'out_of_stock', short: [{ available: 2 }] })
})

t.test('What is made to order has no limit', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const veil = { name: 'Veil', price: '90.00', kind: 'made_to_order' }
  const { variants } = await addProduct(owner, veil)
  const cart = await newCart(app, { variantId: variants[0]?.id, quantity: 7 })
  t.match(await cart.cart(), { items: [{ quantity: 7, available: null }] })
})

t.test('Nobody opens the cart of somebody else', async (t) => {
  const app = await build(t)
  const { medium } = await shopOfTwo(app)
  const cart = await newCart(app, { variantId: medium })
  const [item] = (await cart.cart()).items
  const other = await newCart(app, { variantId: medium })
  t.equal((await other.patch(item?.id ?? 0, { quantity: 2 })).statusCode, 404)
  t.equal((await other.remove(item?.id ?? 0)).statusCode, 404)
  const key = { 'idempotency-key': 'the-first' }
  const post = { method: 'POST', url: '/api/cart/items', payload: { variantId: medium } } as const
  const tokens = [
    (await app.inject({ ...post, headers: key })).json().cartToken,
    (await app.inject({ ...post, headers: key })).json().cartToken,
  ]
  t.not(tokens[0], tokens[1], 'two guests chose one idempotency key')
})

t.test('Fifty additions at once end in the right quantity', async (t) => {
  const app = await build(t)
  const { owner, medium } = await shopOfTwo(app)
  const received = { delta: 98, reason: 'received' }
  await owner.post(`/api/variants/${medium}/movements`, received)
  const cart = await newCart(app, { variantId: medium })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => cart.add({ variantId: medium })),
  )
  t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [201])
  t.match(await cart.cart(), { items: [{ quantity: 51 }] })
})

t.test('A guest’s cart is joined with the account’s up to what there is', async (t) => {
  const app = await build(t)
  const { small, medium } = await shopOfTwo(app)
  const amina = await program(app, await account(app, 'customer'))
  await amina.post('/api/cart/items', { variantId: medium })
  const cart = await newCart(app, { variantId: medium, quantity: 2 })
  await cart.add({ variantId: small })
  const userId = (await amina.get('/api/users/me')).json().id
  const join = () => app.db.write((tx) => joinCarts(change(tx, SYSTEM), cart.token, userId))
  t.same(await join(), ['Evening gown, M'], 'what is not enough is named')
  t.match(await ownCart(amina), {
    items: [
      { variantId: medium, quantity: 2 },
      { variantId: small, quantity: 1 },
    ],
    saved: [{ variantId: medium, quantity: 1 }],
  })
  t.same(await join(), [], 'once more does nothing')
  t.match(await ownCart(amina), { items: [{ quantity: 2 }, { quantity: 1 }] })
  t.same((await cart.cart()).items, [], 'the guest’s cart is gone')
})

const ownCart = async (who: Program) => (await who.get('/api/cart')).json() as CartAnswer

t.test(
  'A guest’s cart that nobody opened for ninety days is deleted, an account’s is kept',
  async (t) => {
    const app = await build(t)
    const { medium } = await shopOfTwo(app)
    const amina = await program(app, await account(app, 'customer'))
    await amina.post('/api/cart/items', { variantId: medium })
    const cart = await newCart(app, { variantId: medium })
    const sweep = (days: number) => {
      const at = new Date(Date.now() + days * 86_400_000).toISOString()
      return app.db.write((tx) => deleteOldCarts(change(tx, SYSTEM, null, at)))
    }
    t.equal(await sweep(89), 0)
    t.equal((await cart.cart()).items.length, 1)
    t.equal(await sweep(91), 1)
    t.same((await cart.cart()).items, [])
    t.equal((await ownCart(amina)).items.length, 1)
  },
)

t.test('A storefront that is switched off has no cart', async (t) => {
  const app = await build(t)
  const { owner } = await shopOfTwo(app)
  t.equal((await owner.put('/api/settings', { storefront: { isOpen: false } })).statusCode, 200)
  t.equal((await app.inject('/api/cart')).statusCode, 404)
})
