// Order calendar: due dates by week and month.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { said } from '../../../../support/forms.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

const CALENDAR = '/admin/orders/calendar'
const order = (itemName: string, deadline: string) => ({
  deadline,
  items: [{ itemName, quantity: 1, unitPrice: '20' }],
})
const onDay = (page: Page, day: string) =>
  page
    .$(`li:has(> h3 time[datetime="${day}"]) .day-order`)
    .map((_, link) => said(page.$(link)))
    .get()

t.test('a week links to the previous and the next one', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  await addOrder(shop, order('Veil', '2031-05-14'))
  await addOrder(shop, order('Kaftan', '2031-05-14T09:30:00Z'))
  await addOrder(shop, order('Apron', '2031-05-19'))
  const visitor = await signedIn(app)
  const page = await visitor.get(`${CALENDAR}?day=2031-05-14`)
  t.equal(page.$('#order-calendar > li').length, 7)
  t.match(onDay(page, '2031-05-14'), [/Pending: Kaftan/, /Pending: Veil/])
  t.notMatch(page.$('main').text(), 'Apron')
  const after = await visitor.get(page.$('a[rel=next]').attr('href') ?? '')
  t.match(onDay(after, '2031-05-19'), [/Apron/])
})

t.test('a month links to the list of a full day', async (t) => {
  const app = await build(t)
  const shop = await program(app)
  for (const name of ['Veil', 'Kaftan', 'Apron', 'Scarf']) {
    await addOrder(shop, order(name, '2031-05-14'))
  }
  const visitor = await signedIn(app)
  const page = await visitor.get(`${CALENDAR}?view=month&day=2031-05-02`)
  t.match(said(page.$('h2').first()), 'May 2031')
  t.equal(page.$('#order-calendar > li').length % 7, 0)
  t.equal(onDay(page, '2031-05-14').length, 3)
  const more = page.$('.day-more')
  t.equal(said(more), '1 more')
  const list = await visitor.get(more.attr('href') ?? '')
  t.match(said(list.$('#orders-list [data-announce]')), '4 orders')
})

t.test('an invalid day and other roles are refused', async (t) => {
  const app = await build(t)
  t.equal((await (await signedIn(app)).get(`${CALENDAR}?day=2031-02-31`)).status, 400)
  t.equal((await browser(app).get(CALENDAR)).status, 303)
  t.equal((await (await signedIn(app, await account(app, 'customer'))).get(CALENDAR)).status, 403)
})
