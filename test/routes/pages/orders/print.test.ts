// Print pages of an order: workshop ticket and customer receipt.
import t from 'tap'
import { account, build, type Page, program, signedIn } from '../../../support/app.ts'
import { said } from '../../../support/forms.ts'
import { addOrder } from '../../../support/shop/factories.ts'

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

t.test('the receipt has the amounts, and nothing that is only for staff', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app), {
    internalNotes: 'Weak seam',
    deposit: { amount: '50', method: 'card' },
  })
  const page = await (await signedIn(app)).get(`/admin/orders/${order.id}/receipt?paper=a4`)
  t.equal(said(page.$('h1')), `Receipt for order ${order.number}`)
  t.match(paper(page), /Total \$185\.50 Deposit, card .* − \$50\.00 Balance \$135\.50/)
  t.notMatch(paper(page), 'Weak seam')
  t.equal(page.$('.paper-a4').length, 1)
})

t.test(
  "the receipt's heading follows the payments, and a cancelled order's papers say CANCELLED",
  async (t) => {
    const app = await build(t)
    const office = await program(app)
    const visitor = await signedIn(app)
    const { id, number } = await addOrder(office, {
      deadline: '2031-05-14',
      notes: 'Fitting on Friday',
      internalNotes: 'Weak seam',
    })
    const print = (kind: string) => visitor.get(`/admin/orders/${id}/${kind}?paper=58mm`)
    const heading = async () => said((await print('receipt')).$('h1'))
    t.equal(await heading(), `Order confirmation ${number}`, 'nothing was paid yet')
    t.match(paper(await print('receipt')), /Notes Fitting on Friday/)
    t.notMatch(paper(await print('receipt')), 'Weak seam')
    const { id: paid } = (await office.post(`/api/orders/${id}/payments`, { amount: '20' })).json()
    t.equal(await heading(), `Receipt for order ${number}`)
    await office.post(`/api/orders/${id}/payments/${paid}/reversal`, { reason: 'Typed twice' })
    t.equal(await heading(), `Order confirmation ${number}`, 'a mistake was no payment')

    await office.put(`/api/orders/${id}/status`, { status: 'cancelled' })
    t.equal(await heading(), `Cancelled: order ${number}`)
    for (const kind of ['ticket', 'receipt']) {
      const page = await print(kind)
      t.equal(said(page.$('.paper-stamp')), 'CANCELLED', kind)
      t.notMatch(paper(page), '2031', 'nothing is promised any more')
      t.equal(page.$('.paper-58mm').length, 1)
    }
  },
)

t.test('an unknown order or paper is 404, and other roles are refused', async (t) => {
  const app = await build(t)
  const order = await addOrder(await program(app))
  const visitor = await signedIn(app)
  t.equal((await visitor.get('/admin/orders/999/ticket')).status, 404)
  t.equal((await visitor.get(`/admin/orders/${order.id}/ticket?paper=wall`)).status, 400)
  const customer = await signedIn(app, await account(app, 'customer'))
  t.equal((await customer.get(`/admin/orders/${order.id}/receipt`)).status, 403)
})
