// A customer's own orders: what they see, and that nobody else does.
import sharp from 'sharp'
import t from 'tap'
import { account, browser, build, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isPage, said } from '../../../support/reading.ts'
import { addCustomer, addEmployee, addOrder, inDays } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const amina = await addCustomer(office)
const noor = await addCustomer(office, { name: 'Noor Okafor', phoneNumber: '0555-12 34' })
const rosa = await addEmployee(office)
const order = await addOrder(office, {
  customer: undefined,
  customerId: amina.id,
  employeeId: rosa.id,
  deadline: inDays(3),
  notes: 'Fitting on Friday',
  internalNotes: 'Talks a lot',
})
const visitor = await signedIn(app, await account(app, 'customer', amina.id))
const other = await signedIn(app, await account(app, 'customer', noor.id))
const url = `/orders/${order.id}`

t.test('a customer follows their order', async (t) => {
  await office.post(`/api/orders/${order.id}/payments`, { amount: '85.50', kind: 'deposit' })
  const list = await visitor.get('/orders')
  isPage(t, list, 'Your orders')
  const [row = ''] = eachSaid(list, '#own-orders li')
  t.match(row, /Bridal gown, hem and bustle/)
  t.match(row, /due/)
  t.match(row, /Pending/)
  t.match(row, /\$185\.50/)
  const page = await visitor.get(list.$('#own-orders a').attr('href') ?? '')
  isPage(t, page, `Order ${order.number}`)
  t.match(said(page.$('.sums')), 'Total $185.50 Paid $85.50 Balance $100.00')
  t.match(said(page.$('main')), 'Fitting on Friday')
})

t.test('internal notes and phone numbers of staff are hidden', async (t) => {
  const { body } = (await visitor.get(url)).response
  t.notMatch(body, 'Talks a lot')
  t.notMatch(body, rosa.phoneNumber)
  t.notMatch(body, '/admin')
})

t.test('a customer sees the photos of their own orders only', async (t) => {
  const counter = await signedIn(app)
  const picture = sharp({ create: { width: 40, height: 40, channels: 3, background: '#a33' } })
  await submit(counter, await counter.get(`/admin/orders/${order.id}`), {
    form: 'form[action*="/images?"]',
    typed: { images: [new File([await picture.jpeg().toBuffer()], 'front.jpg')] },
  })
  const photo = (await visitor.get(url)).$('.gallery a').attr('href') ?? ''
  t.equal((await visitor.get(photo)).response.headers['content-type'], 'image/jpeg')
  t.equal((await other.get(photo)).status, 404)
  t.equal((await browser(app).get(photo)).status, 401)
})

t.test('an order of another customer is 404', async (t) => {
  t.match(said((await other.get('/orders')).$('main')), /No orders yet/)
  const hidden = await other.get(url)
  const missing = await other.get('/orders/9999')
  t.equal(hidden.status, 404)
  t.equal(said(hidden.$('main h1')), said(missing.$('main h1')), 'as if it were not there')
  t.notMatch(hidden.response.body, 'Amina')
  const unlinked = await signedIn(app, await account(app, 'customer'))
  t.match(said((await unlinked.get('/orders')).$('main')), /No orders yet/)
  t.equal((await unlinked.get(url)).status, 404)
  t.equal((await browser(app).get('/orders')).location, '/auth/login?next=%2Forders')
})

t.test('customers have no links to the back office, and are refused there', async (t) => {
  const page = await visitor.get('/orders')
  const links = page
    .$('a')
    .map((_, link) => page.$(link).attr('href'))
    .get()
  t.notOk(links.some((href) => href.startsWith('/admin')))
  t.equal((await visitor.get('/orders?status=ready')).status, 200)
  t.equal((await visitor.get(`/admin/orders/${order.id}`)).status, 403)
})

t.test('many orders are paged', async (t) => {
  for (let count = 0; count < 21; count++) {
    await addOrder(office, { customer: undefined, customerId: noor.id })
  }
  const first = await other.get('/orders')
  t.equal(first.$('#own-orders li').length, 20)
  const second = await other.get(first.$('a[rel=next]').attr('href') ?? '')
  t.equal(second.$('#own-orders li').length, 1)
  t.equal(second.$('.pager a:contains("First")').attr('href'), '/orders')
})
