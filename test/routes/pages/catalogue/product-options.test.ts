// The product form where options and variants change at once: an option added or renamed, values and codes exchanged.
import t from 'tap'
import { updateVariant } from '../../../../src/services/catalogue/variants/index.ts'
import { build, signedIn } from '../../../support/app.ts'
import { submit, type Typed } from '../../../support/forms.ts'
import { eachSaid, problemsOf, valueIn } from '../../../support/reading.ts'
import { shelfOf } from '../../../support/shop/shelf.ts'

const app = await build(t)
const shelf = shelfOf(app)
const owner = await signedIn(app)

const SIZES = ['S', 'M', 'L']
let coats = 0

/** A coat in three sizes, each with an SKU and a barcode. */
function addCoat() {
  coats += 1
  return shelf.add({
    name: `Coat ${coats}`,
    options: ['Size'],
    variants: SIZES.map((Size) => ({
      options: { Size },
      price: '90.00',
      sku: `COAT${coats}-${Size}`,
      barcode: `7${coats}-${Size}`,
    })),
  })
}

type Coat = Awaited<ReturnType<typeof addCoat>>

const edit = async ({ id }: Coat, typed: Typed) => {
  const form = await owner.get(`/admin/products/${id}/edit`)
  return submit(owner, form, { form: '#product-form', typed, button: 'Save product' })
}

const columnOf = async <Column extends 'sku' | 'barcode' | 'options'>(
  { id }: Coat,
  column: Column,
) => (await shelf.product(id)).variants.map((variant) => variant[column])

t.test('an option is renamed in the form, with its values', async (t) => {
  const coat = await addCoat()
  const saved = await edit(coat, { 'options.0.name': 'Taille', 'variants.2.price': '95' })
  t.equal(saved.status, 303, problemsOf(saved).join())
  t.strictSame(
    await columnOf(coat, 'options'),
    SIZES.map((Taille) => ({ Taille })),
  )
  t.equal((await shelf.product(coat.id)).variants[2]?.price, 9500)
})

t.test('an option is added in the form, with a value for each line', async (t) => {
  const coat = await addCoat()
  const form = await owner.get(`/admin/products/${coat.id}/edit`)
  const columns = await submit(owner, form, {
    form: '#product-form',
    typed: { 'options.1.name': 'Colour' },
    button: 'Add a line',
  })
  const saved = await submit(owner, columns, {
    form: '#product-form',
    typed: {
      ...{ 'variants.0.values.1': 'Red', 'variants.1.values.1': 'Red' },
      ...{ 'variants.2.values.1': 'Blue', 'variants.3.values.0': 'L' },
      ...{ 'variants.3.values.1': 'Red', 'variants.3.price': '90' },
    },
    button: 'Save product',
  })
  t.equal(saved.status, 303, problemsOf(saved).join())
  t.strictSame(await columnOf(coat, 'options'), [
    { Size: 'S', Colour: 'Red' },
    { Size: 'M', Colour: 'Red' },
    { Size: 'L', Colour: 'Blue' },
    { Size: 'L', Colour: 'Red' },
  ])
})

t.test('who saved a line meanwhile is not overwritten by a renamed option', async (t) => {
  const coat = await addCoat()
  const form = await owner.get(`/admin/products/${coat.id}/edit`)
  const { id = 0, version } = coat.variants[1] ?? {}
  await shelf.write((change) => updateVariant(change, id, { price: '99' }, version))
  const typed = { 'options.0.name': 'Taille' }
  const button = 'Save product'
  const stale = await submit(owner, form, { form: '#product-form', typed, button })
  t.equal(stale.status, 412)
  t.match(eachSaid(stale, '#overtaken tbody tr').join('\n'), /M, price 90\.00.*99\.00/)
  t.strictSame(
    await columnOf(coat, 'options'),
    coat.variants.map(({ options }) => options),
  )
  const saved = await submit(owner, stale, { form: '#product-form', button })
  t.equal(saved.status, 303)
  t.match(await columnOf(coat, 'options'), [{ Taille: 'S' }, { Taille: 'M' }, { Taille: 'L' }])
})

t.test('two lines exchange size, SKU and barcode in one save', async (t) => {
  const coat = await addCoat()
  const [, code] = coat.variants.map(({ sku }) => sku)
  for (const field of ['values.0', 'sku', 'barcode']) {
    const form = await owner.get(`/admin/products/${coat.id}/edit`)
    const value = (at: number) => String(valueIn(form, `variants.${at}.${field}`))
    const typed = { [`variants.0.${field}`]: value(1), [`variants.1.${field}`]: value(0) }
    const saved = await edit(coat, typed)
    t.equal(saved.status, 303, `${field}: ${problemsOf(saved).join()}`)
  }
  t.strictSame(await columnOf(coat, 'options'), [{ Size: 'M' }, { Size: 'S' }, { Size: 'L' }])
  t.equal((await columnOf(coat, 'sku'))[0], code)
  const barcodes = coat.variants.map(({ barcode }) => barcode)
  t.strictSame(await columnOf(coat, 'barcode'), [barcodes[1], barcodes[0], barcodes[2]])
})

t.test('three lines exchange all of it in a circle', async (t) => {
  const coat = await addCoat()
  const { variants } = coat
  const next = (at: number) => variants[(at + 1) % variants.length]
  const typed = variants.flatMap((_, at) => [
    [`variants.${at}.values.0`, next(at)?.options.Size],
    [`variants.${at}.sku`, next(at)?.sku],
    [`variants.${at}.barcode`, next(at)?.barcode],
  ])
  const saved = await edit(coat, Object.fromEntries(typed))
  t.equal(saved.status, 303, problemsOf(saved).join())
  t.strictSame(
    (await shelf.product(coat.id)).variants.map(({ id, sku, barcode }) => ({ id, sku, barcode })),
    variants.map(({ id }, at) => ({ id, sku: next(at)?.sku, barcode: next(at)?.barcode })),
  )
  t.strictSame(await columnOf(coat, 'options'), [{ Size: 'M' }, { Size: 'L' }, { Size: 'S' }])
})

t.test('real duplicates are refused at their fields, all at once', async (t) => {
  const other = await addCoat()
  const coat = await addCoat()
  const saved = await edit(coat, {
    ...{ 'variants.0.values.0': 'm', 'variants.2.sku': coat.variants[0]?.sku ?? '' },
    'variants.1.barcode': other.variants[0]?.barcode ?? '',
  })
  t.equal(saved.status, 409)
  const messages = (name: string) => saved.$(`[name="${name}"]`).attr('aria-invalid')
  t.equal(messages('variants.1.values.0'), 'true')
  t.equal(messages('variants.2.sku'), 'true')
  t.equal(messages('variants.1.barcode'), 'true')
  t.match(problemsOf(saved).join('\n'), new RegExp(`is the barcode of ${other.name}`))
  t.equal(valueIn(saved, 'variants.2.sku'), coat.variants[0]?.sku, 'what was typed is still there')
  t.strictSame(
    (await shelf.product(coat.id)).variants.map(({ version }) => version),
    [1, 1, 1],
  )
})

t.test('all lines are taken out and new ones have their sizes', async (t) => {
  const coat = await addCoat()
  let form = await owner.get(`/admin/products/${coat.id}/edit`)
  for (const size of SIZES) {
    form = await submit(owner, form, { form: '#product-form', button: `Take out ${size}` })
  }
  const typed = { 'variants.0.values.0': 'S', 'variants.0.price': '80' }
  const saved = await submit(owner, form, { form: '#product-form', typed, button: 'Save product' })
  t.equal(saved.status, 303, problemsOf(saved).join())
  t.match((await shelf.product(coat.id)).variants, [{ price: 8000, options: { Size: 'S' } }])
})
