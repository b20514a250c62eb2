// Checkout page: one form makes one order; what was typed is never lost.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { account, type Browser, browser, type Page, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { isPage, problemsOf, said, textOf, valueIn } from '../../../support/reading.ts'
import { addProduct, readVariant } from '../../../support/shop/products.ts'

const FORM = '#checkout-form'
/** Presses the button that says what it costs. */
const order = (visitor: Browser, page: Page, typed: Typed = {}) =>
  submit(visitor, page, { form: FORM, typed, button: said(page.$(`${FORM} .btn-primary`)) })

const AMINA = { name: 'Amina Bello', phoneNumber: '+44 20 7946 0018' }

async function buyer(t: Parameters<typeof openShop>[0], { quantity = 1 } = {}) {
  const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
  await owner.put('/api/settings', {
    storefront: { paymentNote: 'Cash or card when you collect.' },
    deliveryMethods: [
      { kind: 'pickup', name: 'Collect', price: '0' },
      { kind: 'delivery', name: 'Parcel', price: '6.50' },
    ],
  })
  const { variants } = await addProduct(owner)
  const variantId = variants[0]?.id ?? 0
  const visitor = browser(app)
  await visitor.post('/cart/items', { variantId: String(variantId), quantity: String(quantity) })
  return { app, owner, visitor, variantId }
}

t.test('a visitor orders without an account and follows the order by its link', async (t) => {
  const { owner, visitor, variantId } = await buyer(t, { quantity: 2 })
  const page = await visitor.get('/checkout')
  isPage(t, page, 'Checkout')
  t.equal(page.$('input:not([type=hidden]), textarea').length, 7, 'fields')
  t.match(said(page.$('main')), 'Cash or card when you collect.')
  t.equal(page.$('header nav').length, 0, 'there is one way only')
  t.equal(textOf(page.$(`${FORM} .btn-primary`)), 'Order for £96.00 or £102.50')
  const parcel = page.$('input[name=deliveryMethodId]').last().attr('value') ?? ''
  const typed = { ...AMINA, deliveryMethodId: [parcel], shippingAddress: '4 Mill Lane\nLeeds' }
  const placed = await order(visitor, page, typed)
  t.match(placed.location, /^\/track-order\//)
  const tracked = await visitor.get(placed.location ?? '')
  t.match(said(tracked.$('.toast, .note').first()), 'Thank you. Your order')

  const { data } = (await owner.get('/api/orders')).json()
  t.match(data, [{ channel: 'online', totalAmount: '102.50', customer: { name: 'Amina Bello' } }])
  t.equal(data.length, 1)
  t.equal((await readVariant(owner, variantId)).available, 3)
  t.equal((await visitor.get('/cart')).$('.line').length, 0)
  t.equal((await visitor.get('/checkout')).location, '/cart', 'nothing is left to order')
})

t.test('a refused form keeps everything, and leads to what is wrong', async (t) => {
  const { owner, visitor } = await buyer(t)
  const page = await visitor.get('/checkout')
  const parcel = page.$('input[name=deliveryMethodId]').last().attr('value') ?? ''
  const typed = { name: '', email: 'amina', notes: 'A "gift" <3', deliveryMethodId: [parcel] }
  const refused = await order(visitor, page, typed)
  t.equal(refused.status, 422)
  t.strictSame(problemsOf(refused).length, 2)
  t.equal(refused.$('#form-errors[data-focus]').length, 1)
  t.equal(valueIn(refused, 'email'), 'amina')
  t.equal(valueIn(refused, 'notes'), 'A "gift" <3')
  t.equal(refused.$(`input[value="${parcel}"][checked]`).length, 1)

  const again = await visitor.get('/checkout')
  t.equal(valueIn(again, 'notes'), 'A "gift" <3', 'reloading keeps it')
  const cart = await submit(visitor, again, {
    form: FORM,
    typed: { name: 'Amina' },
    button: 'Back to cart',
  })
  t.equal(cart.location, '/cart')
  t.equal(valueIn(await visitor.get('/checkout'), 'name'), 'Amina', 'going back keeps it')
  t.strictSame((await owner.get('/api/orders')).json().data, [])

  for (const [phoneNumber, wrong] of [
    ['', 'email'],
    ['0170 555 0142', 'shippingAddress'],
  ] as const) {
    const typed = { email: '', phoneNumber, deliveryMethodId: [parcel] }
    const missing = await order(visitor, await visitor.get('/checkout'), typed)
    const names = missing.$('[aria-invalid]').map((_, field) => missing.$(field).attr('name'))
    t.strictSame(names.get(), [wrong])
  }
})

t.test('the same form sent twice is one order', async (t) => {
  const { owner, visitor, variantId } = await buyer(t)
  const page = await visitor.get('/checkout')
  const send = () => order(visitor, page, AMINA)
  const [first, second] = await Promise.all([send(), send()])
  t.equal(first.status, 303)
  t.equal(first.location, second.location)
  t.equal((await owner.get('/api/orders')).json().data.length, 1)
  t.equal((await readVariant(owner, variantId)).available, 4)
})

t.test('a price that changes meanwhile is shown, and needs a second look', async (t) => {
  const { owner, visitor, variantId } = await buyer(t)
  const page = await visitor.get('/checkout')
  await owner.put(`/api/variants/${variantId}`, { price: '50.00' })
  const refused = await order(visitor, page, AMINA)
  t.equal(refused.status, 409)
  t.match(said(refused.$('.note-error')), 'Prices have changed')
  t.match(textOf(refused.$('.order-lines')), '£48.00 £50.00')
  t.equal(valueIn(refused, 'name'), 'Amina Bello')
  const placed = await order(visitor, refused)
  t.equal(placed.status, 303)
  t.match((await owner.get('/api/orders')).json().data, [{ totalAmount: '50.00' }])
})

t.test('what was sold meanwhile is named in the cart, and nothing typed is lost', async (t) => {
  const { owner, visitor, variantId } = await buyer(t, { quantity: 2 })
  const page = await visitor.get('/checkout')
  await owner.post(`/api/variants/${variantId}/movements`, { delta: -4, reason: 'lost' })
  const refused = await order(visitor, page, AMINA)
  t.equal(refused.status, 409)
  isPage(t, refused, 'Your cart')
  t.match(said(refused.$('.note-error').first()), 'Silk scarf')
  await submit(visitor, refused, { form: '.line-ways', button: 'One less of Silk scarf' })
  t.equal(valueIn(await visitor.get('/checkout'), 'name'), 'Amina Bello')
})

t.test('a customer does not type again what the shop knows', async (t) => {
  const { app, owner, variantId } = await buyer(t)
  const known = (await owner.post('/api/customers', { ...AMINA, address: '4 Mill Lane' })).json()
  const amina = await signedIn(app, await account(app, 'customer', known.id))
  await amina.post('/cart/items', { variantId: String(variantId) })
  const page = await amina.get('/checkout')
  t.equal(valueIn(page, 'name'), 'Amina Bello')
  t.equal(valueIn(page, 'shippingAddress'), '4 Mill Lane')
  const placed = await order(amina, page)
  t.equal(placed.status, 303)
  t.match((await owner.get('/api/orders')).json().data, [{ customerId: known.id }])
})
