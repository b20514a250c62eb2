// Products on the order form without JavaScript: typed, scanned or tapped, each becomes an item with its stock.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { build, type Page, program, signedIn } from '../../../../support/app.ts'
import { said, submit, type Typed } from '../../../../support/forms.ts'
import { newPhone } from '../../../../support/shop/factories.ts'
import { addProduct, EVENING_GOWN, readVariant, SILK } from '../../../../support/shop/products.ts'

const NEW = '/admin/orders/new'
const form = '#order-form'

async function counterWithGoods(app: FastifyInstance) {
  const owner = await program(app)
  const gown = await addProduct(owner, EVENING_GOWN)
  const scarf = await addProduct(owner, {
    name: 'Silk scarf',
    variants: [{ sku: 'SCARF-1', barcode: '4006381333931', price: '48.00', stock: 5 }],
  })
  const visitor = await signedIn(app)
  const press = (page: Page, button: string | undefined, typed: Typed = {}) =>
    submit(visitor, page, { form, typed, ...(button !== undefined && { button }) })
  return { owner, gown, scarf, visitor, press, blank: await visitor.get(NEW) }
}

const row = ({ $ }: Page, at: number) =>
  ['itemName', 'quantity', 'unitPrice', 'variantId'].map((name) =>
    $(`[name="items.${at}.${name}"]`).val(),
  )

t.test('A scanned barcode becomes an item; scanned again, two of it', async (t) => {
  const app = await build(t)
  const { scarf, press, blank } = await counterWithGoods(app)
  const id = String(scarf.variants[0]?.id)
  const typed = { 'customer.name': 'Amina Bello', productSearch: '4006381333931' }
  // A scanner presses Enter: the first button of the form.
  const once = await press(blank, undefined, typed)
  t.same(row(once, 0), ['Silk scarf', '1', '48.00', id])
  t.match(said(once.$('#product-found')), /Silk scarf added: 5 left/)
  t.match(said(once.$('[data-left]').first()), 'SCARF-1, 5 left')
  t.equal(once.$('[name=productSearch]').val(), '', 'ready for the next one')
  t.equal(once.$('[name="customer.name"]').val(), 'Amina Bello', 'what was typed is there')
  const twice = await press(once, 'Add', { productSearch: 'scarf-1' })
  t.same(row(twice, 0), ['Silk scarf', '2', '48.00', id])
  t.equal(twice.$('[name="items.1.itemName"]').length, 0)
})

t.test('A name that fits several variants asks which one', async (t) => {
  const app = await build(t)
  const { gown, press, blank } = await counterWithGoods(app)
  const asked = await press(blank, 'Add', { productSearch: 'evening' })
  t.match(said(asked.$('#product-found')), /3 fit. Which one\?/)
  t.match(said(asked.$('#product-found')), /Evening gown, L \$260.00, sold out/)
  const chosen = await press(asked, 'Evening gown, M $240.00, 2 left')
  t.same(row(chosen, 0), ['Evening gown, M', '1', '240.00', String(gown.variants[1]?.id)])
})

t.test('Tiles add a product, or ask for the variant', async (t) => {
  const app = await build(t)
  const { press, blank } = await counterWithGoods(app)
  t.same(
    blank
      .$('.tile')
      .map((_, tile) => said(blank.$(tile)))
      .get()
      .sort(),
    ['Evening gown Add $240.00, 3 left', 'Silk scarf Add $48.00, 5 left'],
  )
  const scarf = await press(blank, 'Silk scarf Add $48.00, 5 left')
  t.equal(row(scarf, 0)[0], 'Silk scarf')
  const asked = await press(scarf, 'Evening gown Add $240.00, 3 left')
  t.match(said(asked.$('#product-found')), /Which one\?/)
  t.equal(row(asked, 0)[0], 'Silk scarf', 'the items stay')
})

t.test('What is unknown, or material, is told and stays in the field', async (t) => {
  const app = await build(t)
  const { owner, press, blank } = await counterWithGoods(app)
  await addProduct(owner, { ...SILK, sku: 'SILK-1' })
  for (const code of ['<b>9</b>', 'SILK-1']) {
    const page = await press(blank, 'Add', { productSearch: code })
    t.match(said(page.$('#product-found')), `Nothing to sell is called “${code}”`)
    t.equal(page.$('[name=productSearch]').val(), code)
    t.equal(page.$('[name="items.0.variantId"]').val(), '')
  }
})

t.test(
  'Saving takes the stock; what is short is told at its row and nothing is lost',
  async (t) => {
    const app = await build(t)
    const { owner, scarf, visitor, press, blank } = await counterWithGoods(app)
    const id = scarf.variants[0]?.id ?? 0
    const customer = { 'customer.name': 'Amina Bello', 'customer.phoneNumber': newPhone() }
    const added = await press(blank, 'Add', { productSearch: 'SCARF-1' })
    const typed = { ...customer, 'items.0.quantity': '6', 'items.0.unitPrice': '40' }
    const refused = await press(added, 'Save order', typed)
    t.equal(refused.status, 409)
    t.match(said(refused.$('#f-items-0-quantity-error')), '5 left.')
    t.same(row(refused, 0), ['Silk scarf', '6', '40', String(id)])
    t.match(await readVariant(owner, id), { stock: 5 })
    const saved = await press(refused, 'Save order', { ...typed, 'items.0.quantity': '2' })
    t.equal(saved.status, 303)
    t.match(await readVariant(owner, id), { stock: 3 })
    const edit = await visitor.get(`${saved.location}/edit`)
    t.same(row(edit, 0), ['Silk scarf', '2', '40.00', String(id)], 'a price of its own')
    const orderForm = `form[action="${saved.location}"]`
    const more = await submit(visitor, edit, {
      ...{ form: orderForm, button: 'Add', typed: { productSearch: 'scarf-1' } },
    })
    await submit(visitor, more, { form: orderForm, button: 'Save order' })
    t.match(await readVariant(owner, id), { stock: 2 })
  },
)

t.test('A link of a product begins an order with it', async (t) => {
  const app = await build(t)
  const { gown, visitor } = await counterWithGoods(app)
  const page = await visitor.get(`${NEW}?addVariant=${gown.variants[0]?.id}`)
  t.same(row(page, 0), ['Evening gown, S', '1', '240.00', String(gown.variants[0]?.id)])
})
