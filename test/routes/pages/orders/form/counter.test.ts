// Shortcuts of the order form without JavaScript: due dates, item suggestions, photos.
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import t from 'tap'
import { today } from '../../../../../src/lib/time/shop-time.ts'
import { build, program, signedIn } from '../../../../support/app.ts'
import { said, submit, type Typed } from '../../../../support/forms.ts'
import { addOrder, inDays, newPhone } from '../../../../support/shop/factories.ts'

const NEW = '/admin/orders/new'
const form = '#order-form'
const AMINA_TYPED = {
  'customer.name': 'Amina Bello',
  'customer.phoneNumber': newPhone(),
}
const SCARF_TYPED = { 'items.0.itemName': 'Silk scarf', 'items.0.unitPrice': '64', ...AMINA_TYPED }

const photo = async (background: string) => {
  const size = { width: 60, height: 40, channels: 3 } as const
  const bytes = await sharp({ create: { ...size, background } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], `${background}.jpg`, { type: 'image/jpeg' })
}

const orders = async (app: FastifyInstance) =>
  (await (await program(app)).get('/api/orders')).json().data

t.test('a frequent item is added with one button, with its last price', async (t) => {
  const app = await build(t)
  await addOrder(await program(app), {
    items: [{ itemName: 'Trousers, hem', quantity: 1, unitPrice: '18.50' }],
  })
  const visitor = await signedIn(app)
  const blank = await visitor.get(NEW)
  t.equal(said(blank.$('#item-suggestions button')), 'Add Trousers, hem $18.50')
  const filled = await submit(visitor, blank, {
    form,
    typed: AMINA_TYPED,
    button: 'Add Trousers, hem $18.50',
  })
  t.equal(filled.$('[name="items.0.itemName"]').val(), 'Trousers, hem')
  t.equal(filled.$('[name="items.0.unitPrice"]').val(), '18.50')
  t.equal(filled.$('[name="items.1.itemName"]').length, 0, 'the blank row was used')
})

t.test('a selected due date is used, unless a day was typed after it', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const blank = await visitor.get(NEW)
  const day = today('UTC')
  t.match(said(blank.$('label:has([name=deadlinePick])').first()), /^Today \w/)
  const typed: Typed = { ...SCARF_TYPED, deadlinePick: day }
  await submit(visitor, blank, { form, typed, button: 'Save order' })
  t.equal((await orders(app))[0].deadline, day)

  const later = inDays(9)
  await submit(visitor, await visitor.get(NEW), {
    form,
    typed: { ...typed, 'customer.phoneNumber': newPhone(), deadline: later },
    button: 'Save order',
  })
  t.equal((await orders(app))[0].deadline, later)
})

t.test('photos are saved together with the order, and all of it once', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const page = await visitor.get(NEW)
  t.equal(page.$('input[capture=environment]').length, 1, 'a camera opens with one tap')
  const photos = [await photo('white'), await photo('black')]
  const tap = () =>
    submit(visitor, page, { form, typed: { ...SCARF_TYPED, photos }, button: 'Save order' })
  const [first, second] = await Promise.all([tap(), tap()])
  t.equal(first.status, 303)
  t.equal(second.location, first.location)
  t.equal((await orders(app)).length, 1)
  const order = await visitor.get(first.location ?? '')
  t.equal(order.$('#order-gallery figure').length, 2)
})

t.test(
  'a refused form keeps typed values, and says that photos must be chosen again',
  async (t) => {
    const app = await build(t)
    const visitor = await signedIn(app)
    const typed = { ...SCARF_TYPED, 'items.0.unitPrice': 'a lot', photos: [await photo('white')] }
    const refused = await submit(visitor, await visitor.get(NEW), {
      form,
      typed,
      button: 'Save order',
    })
    t.equal(refused.status, 422)
    t.equal(refused.$('[name="customer.name"]').val(), 'Amina Bello')
    t.match(said(refused.$('#order-form-photos')), 'Choose the photo again')
    t.equal((await orders(app)).length, 0)
  },
)

t.test('other files than photos are refused in words, and no order is saved', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const page = await visitor.get(NEW)
  const photos = [new File(['<script>'], 'gown.jpg', { type: 'image/jpeg' })]
  const refused = await submit(visitor, page, {
    form,
    typed: { ...SCARF_TYPED, photos },
    button: 'Save order',
  })
  t.equal(refused.status, 415)
  t.match(said(refused.$('[role=alert]')), /This file is not a photo/)
  t.equal((await orders(app)).length, 0)
  const saved = await submit(visitor, refused, { form, button: 'Save order' })
  t.equal(saved.status, 303, 'without it the same form can be saved')
})

t.test(
  'the script gets the redirect address, so that the flash message waits for that page',
  async (t) => {
    const app = await build(t)
    const visitor = await signedIn(app)
    const page = await visitor.get(NEW)
    const saved = await submit(visitor, page, {
      form,
      typed: SCARF_TYPED,
      button: 'Save order',
      headers: { 'hx-request': 'true' },
    })
    t.equal(saved.status, 200)
    const url = String(saved.response.headers['hx-redirect'])
    t.match(said((await visitor.get(url)).$('#toasts')), 'saved')
  },
)

t.test('restored values are shown again, marked as not saved', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const page = await visitor.get(NEW)
  const key = String(page.$(`${form} [name=idempotencyKey]`).val())
  const back = await visitor.post('/admin/orders', {
    ...SCARF_TYPED,
    idempotencyKey: key,
    restore: '1',
  })
  t.equal(back.status, 200)
  t.match(said(back.$(`${form} [role=status]`).first()), 'Draft restored.')
  t.equal(back.$('[name="items.0.itemName"]').val(), 'Silk scarf')
  t.equal(back.$(`${form} [name=idempotencyKey]`).val(), key, 'so that it cannot be saved twice')
  t.equal((await orders(app)).length, 0)
})

t.test('Enter in the search looks the customer up, and saves nothing', async (t) => {
  const app = await build(t)
  await addOrder(await program(app))
  const visitor = await signedIn(app)
  // Enter submits with the first button of the form.
  const typed = { customerSearch: 'bello' }
  const found = await submit(visitor, await visitor.get(NEW), { form, typed, button: 'Save' })
  t.equal(found.status, 200)
  t.match(said(found.$('#customer-choices')), 'Amina Bello')
  t.equal(found.$('#form-errors').length, 0)
})
