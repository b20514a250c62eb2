// Customer pages: list, detail and rights.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { submit } from '../../../../support/forms.ts'
import { eachSaid, isFragment, isPage, said } from '../../../../support/reading.ts'
import { AMINA, addCustomer, addOrder, inDays } from '../../../../support/shop/factories.ts'

const SEARCH = { form: 'form[role=search]' }
const names = (page: Page) => eachSaid(page, 'tbody .row-link')

/** A shop with one customer who ordered, and two who did not. */
async function openShop() {
  const app = await build(t)
  const office = await program(app)
  const notes = 'Ivory shoes.\nAllergic to wool.'
  const amina = await addCustomer(office, { ...AMINA, email: 'amina@example.com', notes })
  await addCustomer(office, { name: 'Zoë Müller', phoneNumber: '(0170) 555/01-23' })
  await addCustomer(office, { name: 'Li Wei', phoneNumber: '0555 1000' })
  const order = { customer: undefined, customerId: amina.id, deadline: inDays(1) }
  await addOrder(office, { ...order, deposit: { amount: '50.00' } })
  const cancelled = await addOrder(office, { ...order, deadline: undefined })
  await office.put(`/api/orders/${cancelled.id}/status`, { status: 'cancelled' })
  const visitor = await signedIn(app, await account(app, 'staff'))
  return { app, office, visitor, amina }
}

const { app, office, visitor, amina } = await openShop()

t.test('the list shows order counts, balances and phone numbers', async (t) => {
  const page = await visitor.get('/admin/customers')
  t.equal(page.status, 200)
  isPage(t, page, 'Customers')
  t.strictSame(names(page), ['Amina Bello', 'Li Wei', 'Zoë Müller'], 'by name')
  const amina = page.$('tbody tr').first()
  t.match(said(amina), /Amina Bello \+44 20 7946 0018 2 .*\d{4} .*50\.00 .*135\.50/)
  t.equal(amina.find('a[href^="tel:"]').attr('href'), 'tel:+442079460018')
  t.match(said(page.$('tbody tr').eq(1)), /Li Wei 0555 1000 0 none .*0\.00 .*0\.00/)
  t.equal(said(page.$('.pager .muted')), '3 customers')
})

t.test('htmx gets only the rows, from the same URL', async (t) => {
  const page = await visitor.get('/admin/customers?search=bello')
  const part = await visitor.fragment('/admin/customers?search=bello')
  isFragment(t, part, 'customers-list')
  t.equal(said(part.$('[data-announce]')), '1 customer')
  const form = page.$('form[role=search]')
  t.equal(
    form.attr('data-hx-target'),
    '#customers-list',
    'and the form puts them where they belong',
  )
  t.equal(page.$('#customers-list').html(), part.$('#customers-list').html())
})

t.test('a search matches any part of name, phone or e-mail', async (t) => {
  const page = await visitor.get('/admin/customers')
  const searchNames = async (search: string) =>
    names(await submit(visitor, page, { ...SEARCH, typed: { search } }))
  t.strictSame(await searchNames('muller'), ['Zoë Müller'], 'without accents')
  t.strictSame(await searchNames('0170 555'), ['Zoë Müller'], 'however the number was typed')
  t.strictSame(await searchNames('AMINA@'), ['Amina Bello'])
  t.strictSame(await searchNames(' '), ['Amina Bello', 'Li Wei', 'Zoë Müller'])
})

t.test('a search without results offers to add a customer with its text', async (t) => {
  const offered = async (search: string) => {
    const page = await visitor.get(`/admin/customers?${new URLSearchParams({ search })}`)
    t.match(said(page.$('.empty')), 'No matching customers')
    const form = await visitor.get(page.$('.empty a').attr('href') ?? '')
    t.equal(said(form.$('h1')), 'New customer')
    return form
      .$('[name=name], [name=phoneNumber], [name=email]')
      .toArray()
      .map((field) => form.$(field).val())
  }
  t.strictSame(await offered('Nadia Perez'), ['Nadia Perez', '', ''])
  t.strictSame(await offered('0555 777'), ['', '0555 777', ''])
  t.strictSame(await offered('nadia@example.com'), ['', '', 'nadia@example.com'])
})

t.test('an empty shop is offered to add a customer', async (t) => {
  const visitor = await signedIn(await build(t))
  const page = await visitor.get('/admin/customers')
  t.match(said(page.$('.empty')), 'No customers yet')
  t.equal(page.$('.empty a').attr('href'), '/admin/customers/new')
  t.match(
    said((await visitor.get('/admin/customers?archived=true')).$('.empty')),
    'No archived customers',
  )
})

t.test('a long list has links to the next and the first page', async (t) => {
  const page = await visitor.get('/admin/customers?limit=2')
  t.strictSame(names(page), ['Amina Bello', 'Li Wei'])
  t.equal(page.$('.pager a[href^="/admin"]').length, 1, 'only forward')
  const next = await visitor.get(page.$('.pager a[rel=next]').attr('href') ?? '')
  t.strictSame(names(next), ['Zoë Müller'])
  const first = await visitor.get(next.$('.pager a:contains("First")').attr('href') ?? '')
  t.strictSame(names(first), ['Amina Bello', 'Li Wei'])
})

t.test('the page of a customer shows contact, figures and every order', async (t) => {
  const page = await visitor.get(`/admin/customers/${amina.id}`)
  const { $ } = page
  isPage(t, page, 'Amina Bello')
  t.equal($('main a[href="mailto:amina@example.com"]').length, 1)
  t.match($('aside[aria-label="About Amina Bello"]').text(), 'Ivory shoes.\nAllergic to wool.')
  const figures = [/^Orders 2$/, /^Spent .*50\.00$/, /^Balance .*135\.50$/, /^Last order .*\d{4}$/]
  t.match(eachSaid(page, '.stat'), figures)
  t.match(eachSaid(page, 'a.row'), [
    /^1002 Cancelled .*185\.50 Bridal gown.* and 1 more No due date$/,
    /^1001 Pending .*185\.50 Bridal gown.* Due tomorrow .* Balance .*135\.50$/,
  ])
  t.equal($('a.row').last().attr('href'), '/admin/orders/1')
  t.equal($('main a.btn-primary').attr('href'), `/admin/orders/new?customerId=${amina.id}`)
})

t.test('a figure links to the orders that it counts', async (t) => {
  const { $ } = await visitor.get(`/admin/customers/${amina.id}`)
  const all = await visitor.get($('a.stat').first().attr('href') ?? '')
  t.equal(all.$('tbody tr').length, 2)
})

t.test('only staff may see customers', async (t) => {
  const urls = ['/admin/customers', '/admin/customers/new', `/admin/customers/${amina.id}`]
  const outsider = await signedIn(app, await account(app, 'customer'))
  for (const url of urls) {
    t.equal((await outsider.get(url)).status, 403, `a customer at ${url}`)
    const page = await browser(app).get(url)
    t.equal(page.status, 303, `nobody at ${url}`)
    t.equal(page.location, `/auth/login?next=${encodeURIComponent(url)}`)
  }
  const refused = await outsider.post('/admin/customers', AMINA)
  t.equal(refused.status, 403)
})

t.test('an unknown customer is a 404 page', async (t) => {
  for (const path of ['/99', '/99/edit', '/somebody', '/0']) {
    const page = await visitor.get(`/admin/customers${path}`)
    t.equal(page.status, 404, path)
    t.equal(said(page.$('h1')), 'Page not found')
  }
  for (const path of ['/99', '/99/archive', '/99/restore']) {
    const page = await visitor.post(`/admin/customers${path}`, AMINA)
    t.equal(page.status, 404, `posting to ${path}`)
  }
})

t.test('markup in a name is escaped', async (t) => {
  const name = '<img src=x onerror=alert(1)>'
  const { id } = await addCustomer(office, { name, phoneNumber: '0555 2000' })
  for (const url of ['/admin/customers', `/admin/customers/${id}`, `/admin/customers/${id}/edit`]) {
    const { $ } = await visitor.get(url)
    t.equal($('main img').length, 0, url)
    t.match($('main').html(), '&lt;img')
  }
})

t.test('a finished order still shows its due date', async (t) => {
  const nadia = await addCustomer(office, { name: 'Nadia Haddad', phoneNumber: '0555 2000' })
  const order = { customer: undefined, customerId: nadia.id, deadline: '2026-03-05' }
  const { id } = await addOrder(office, order)
  await office.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  const page = await visitor.get(`/admin/customers/${nadia.id}`)
  t.match(said(page.$('.rows')), /Cancelled .*Mar 5/)
})
