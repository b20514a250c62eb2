// Barcode labels: one for each piece in stock unless asked otherwise, on a sheet or a roll.
import t from 'tap'
import { build, program, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addProduct } from '../../../support/shop/products.ts'

const GOWN = {
  name: 'Evening <gown>',
  options: ['Size'],
  variants: [
    { options: { Size: 'S' }, sku: 'GOWN-S', barcode: '4006381333931', price: '240.00', stock: 2 },
    { options: { Size: 'Ü' }, sku: 'GOWN-Ü', price: '240.00', stock: 1 },
  ],
}

t.test('labels are counted, drawn and changed without a script', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, variants } = await addProduct(owner, GOWN)
  const visitor = await signedIn(app)
  const path = `/admin/products/${id}/labels`
  t.equal((await visitor.get(`/admin/products/${id}`)).$(`a[href="${path}"]`).length, 1)

  const page = await visitor.get(path)
  t.equal(page.$('.labels-a4 > .barcode-label').length, 3, 'one for each piece')
  t.equal(page.$('.barcode svg').length, 2, 'what no barcode can hold is printed as text')
  t.match(said(page.$('.barcode-label').first()), 'Evening <gown> S $240.00 GOWN-S 4006381333931')
  t.match(said(page.$('.barcode-label').last()), 'GOWN-Ü')

  const [small, other] = variants
  const typed = { [`count.${small?.id}`]: '5', [`count.${other?.id}`]: '0', paper: 'roll' }
  const roll = await submit(visitor, page, { form: '#labels-form', typed, button: 'Show labels' })
  t.equal(roll.$('.labels-roll > .barcode-label').length, 5)
  const forged = await visitor.get(`${path}?count.${small?.id}=9e9&count.x=1&paper=wall`)
  t.equal(forged.$('.labels-a4 > .barcode-label').length, 100, 'never more than a hundred')
  const none = await visitor.get(`${path}?count.${small?.id}=-3`)
  t.match(said(none.$('main')), 'No labels.')
})

t.test('received goods lead to their labels', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, variants } = await addProduct(owner, GOWN)
  const visitor = await signedIn(app)
  const received = await submit(visitor, await visitor.get('/admin/stock/receive'), {
    form: '#receive-form',
    typed: { code: 'GOWN-S', quantity: '4' },
  })
  const done = await visitor.get(received.location ?? '')
  const link = done.$('#print-labels').attr('href')
  t.equal(link, `/admin/products/${id}/labels?count.${variants[0]?.id}=4`)
  t.equal((await visitor.get(link ?? '')).$('.barcode-label').length, 4)
})
