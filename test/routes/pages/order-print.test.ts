// What is printed: the ticket on the garment, and the receipt for the customer.
import t from 'tap'
import { addOrder } from '../../factories.ts'
import { said } from '../../forms.ts'
import { account, build, type Page, program, signedIn } from '../../helper.ts'

const paper = (page: Page) => said(page.$('.paper'))

t.test('the ticket has what the workshop needs, and a code that opens the order', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app), {
    deadline: '2031-05-14',
    notes: 'Fitting on Friday',
    internalNotes: 'Weak seam',
  })
  const page = await (await signedIn(app)).get(`/admin/orders/${order.id}/ticket`)
  t.equal(page.status, 200)
  t.equal(said(page.$('h1')), String(order.number))
  for (const words of ['14, 2031', 'Amina Bello', '2 × Veil', 'Fitting on Friday', 'Weak seam']) {
    t.match(paper(page), words)
  }
  const code = page.$('img.code').attr('src') ?? ''
  t.match(code, /^data:image\/svg\+xml;base64,/)
  t.match(Buffer.from(code.split(',')[1] ?? '', 'base64').toString(), /^<svg /)
  t.equal(page.$('.paper-80mm').length, 1)
})

t.test('the receipt has the money, and nothing that is only for staff', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app), {
    internalNotes: 'Weak seam',
    deposit: { amount: '50', method: 'card' },
  })
  const page = await (await signedIn(app)).get(`/admin/orders/${order.id}/receipt?paper=a4`)
  t.equal(said(page.$('h1')), `Receipt for order ${order.number}`)
  t.match(paper(page), /Total \$185\.50 Deposit, card .* − \$50\.00 Still to pay \$135\.50/)
  t.notMatch(paper(page), 'Weak seam')
  t.equal(page.$('.paper-a4').length, 1)
})

t.test('an order that is not there, a paper that is none, people who may not', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app))
  const visitor = await signedIn(app)
  t.equal((await visitor.get('/admin/orders/999/ticket')).status, 404)
  t.equal((await visitor.get(`/admin/orders/${order.id}/ticket?paper=wall`)).status, 400)
  const customer = await signedIn(app, await account(app, 'customer'))
  t.equal((await customer.get(`/admin/orders/${order.id}/receipt`)).status, 403)
})
