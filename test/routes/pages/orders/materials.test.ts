// Material of an item on pages: issued by typing or scanning, given back, and told on the order.
import t from 'tap'
import { build, program, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addOrder } from '../../../support/shop/factories.ts'
import { addVariant, readVariant, SILK } from '../../../support/shop/products.ts'

t.test('Silk is issued to a gown in the shop’s own numbers, and some is given back', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  await owner.put('/api/settings', { locale: 'de-DE' })
  const silk = await addVariant(owner, { ...SILK, sku: 'SILK-1', cost: '19.99' })
  const order = await addOrder(owner)
  const visitor = await signedIn(app)
  const before = await visitor.get(`/admin/orders/${order.id}`)
  const path = before.$('a[id^=materials-]').first().attr('href') ?? ''
  t.equal(path, `/admin/items/${order.items[0].id}/materials`)

  const empty = await visitor.get(path)
  t.match(said(empty.$('.empty')), 'Nothing is cut for it yet')
  const form = '#issue-form'
  const wrong = await submit(visitor, empty, { form, typed: { code: 'SILK', quantity: '3,5' } })
  t.equal(wrong.status, 422)
  t.match(said(wrong.$('#similar')), 'Silk twill')
  t.equal(wrong.$('[name=quantity]').first().val(), '3,5', 'what was typed is there')
  const issued = await submit(visitor, wrong, { form, typed: { code: 'silk-1' }, button: 'Issue' })
  t.equal(issued.status, 303)
  t.match(await readVariant(owner, silk.id), { stock: 16.5 })

  const page = await visitor.get(path)
  t.match(said(page.$('.rows')), /Silk twill.*3,5 m issued/)
  const back = await submit(visitor, page, {
    form: 'form[id^=return-]',
    typed: { quantity: '0,333' },
  })
  t.equal(back.status, 303)
  t.match(await readVariant(owner, silk.id), { stock: 16.833 })
  const tooMuch = await submit(visitor, await visitor.get(path), {
    form: 'form[id^=return-]',
    typed: { quantity: '9' },
  })
  t.equal(tooMuch.status, 409)
  t.match(said(tooMuch.$('main')), '3,167 of SILK-1 can be given back')
  const after = await visitor.get(`/admin/orders/${order.id}`)
  t.match(said(after.$('a[id^=materials-]').first()), 'Material: 63,31')
})

t.test('Who may not see products sees no material', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const order = await addOrder(owner)
  const role = { name: 'Front desk', permissions: ['orders.read', 'orders.write'] }
  const { id: roleId } = (await owner.post('/api/roles', role)).json()
  const account = { email: 'desk@shop.test', password: 'correct horse battery', fullName: 'A desk' }
  const added = await owner.post('/api/users', { ...account, roleId })
  t.equal(added.statusCode, 201, added.body)
  const visitor = await signedIn(app, account)
  const page = await visitor.get(`/admin/orders/${order.id}`)
  t.equal(page.$('a[id^=materials-]').length, 0)
  t.equal((await visitor.get(`/admin/items/${order.items[0].id}/materials`)).status, 403)
  const blank = await visitor.get('/admin/orders/new')
  t.equal(blank.$('#order-form-products').length, 0)
})
