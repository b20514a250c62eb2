// Following an order by its link.
import t from 'tap'
import { addOrder } from '../../factories.ts'
import { browser, build, program } from '../../helper.ts'

t.test('A link tells how far an order is, and nothing else', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const order = await addOrder(owner, {
    notes: 'Fitting on Friday',
    internalNotes: 'Old seam',
    deadline: '2026-12-01',
  })
  const answer = await app.inject(`/api/track/${order.trackingToken}`)
  t.equal(answer.statusCode, 200)
  t.match(answer.json(), {
    number: 1001,
    status: 'pending',
    deadline: '2026-12-01',
    balance: '185.50',
    items: [
      { itemName: 'Bridal gown, hem and bustle', quantity: 1 },
      { itemName: 'Veil', quantity: 2 },
    ],
  })
  t.notMatch(answer.body, /Amina|7946|Fitting|seam|customer|employee/i)
  t.equal(answer.headers['referrer-policy'], 'no-referrer')

  const page = await browser(app).get(`/track-order/${order.trackingToken}`)
  t.equal(page.status, 200)
  t.equal(page.$('h1').text(), 'Order 1001')
  t.equal(page.$('.progress [aria-current=step]').text().trim(), 'Taken')
  t.notMatch(page.$('main').text(), /Amina|7946|Fitting|seam/)

  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  const later = await browser(app).get(`/track-order/${order.trackingToken}`)
  t.equal(later.$('.progress [aria-current=step]').text().trim(), 'In work')
})

t.test('A near miss is nothing', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, trackingToken } = await addOrder(owner)
  const near = trackingToken.slice(0, -1) + (trackingToken.endsWith('A') ? 'B' : 'A')
  for (const token of [near, String(id), trackingToken.toLowerCase(), `${trackingToken}x`, '%00']) {
    t.equal((await app.inject(`/api/track/${token}`)).statusCode, 404, token)
    t.equal((await browser(app).get(`/track-order/${token}`)).status, 404, token)
  }
  await owner.delete(`/api/orders/${id}`)
  t.equal((await app.inject(`/api/track/${trackingToken}`)).statusCode, 404, 'archived')
})

t.test('of a cancelled order it tells what is kept and what goes back', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { id, trackingToken } = await addOrder(owner, { deposit: { amount: '50.00' } })
  const token = trackingToken
  const tracked = async () => (await app.inject(`/api/track/${token}`)).json()
  t.match(await tracked(), { retainedAmount: '0.00', refundDue: '0.00' })
  await owner.put(`/api/orders/${id}/status`, { status: 'cancelled', retainedAmount: '20.00' })
  t.match(await tracked(), { status: 'cancelled', retainedAmount: '20.00', refundDue: '30.00' })
  const page = (await app.inject(`/track-order/${token}`)).body
  t.match(page, /You get back<\/dt><dd class="num">\$30\.00/)
  t.match(page, /Kept by the shop<\/dt><dd class="num">\$20\.00/)
  t.notMatch(page, 'Still to pay')
  await owner.post(`/api/orders/${id}/payments`, { kind: 'refund', amount: '30.00' })
  t.match(await tracked(), { refundDue: '0.00' })
})
