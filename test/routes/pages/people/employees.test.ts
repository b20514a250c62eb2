// Employee pages with workload: every number equals the list that it links to.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import {
  eachSaid,
  isFragment,
  isPage,
  problemsOf,
  said,
  valueIn,
} from '../../../support/reading.ts'
import { AMINA, addEmployee, addOrder, inDays, ROSA } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const visitor = await signedIn(app, await account(app, 'staff'))

const rosa = await addEmployee(office)
const samira = await addEmployee(office, { name: 'Samira Idrissi', phoneNumber: '0170 555 0143' })
const ofRosa = async (deadline?: string) =>
  addOrder(office, { employeeId: rosa.id, ...(deadline && { deadline }) })
await ofRosa(inDays(20))
await ofRosa(inDays(2))
await ofRosa(inDays(-3))
await ofRosa()
const gone = await ofRosa(inDays(1))
await office.put(`/api/orders/${gone.id}/status`, { status: 'cancelled' })
await office.delete(`/api/orders/${(await ofRosa(inDays(1))).id}`)
await addOrder(office)

const names = (page: Page) => eachSaid(page, 'tbody .row-link')

/** Number of orders in the list behind a link. */
async function countOrders(href: string | undefined): Promise<number> {
  const { $ } = await visitor.get(href ?? '')
  return $('#orders-list tbody tr').length
}

t.test("the list shows each employee's workload", async (t) => {
  const page = await visitor.get('/admin/employees')
  isPage(t, page, 'Employees')
  t.strictSame(names(page), ['Rosa Lindqvist', 'Samira Idrissi'])
  t.strictSame(eachSaid(page, 'tbody tr:first-child td[data-label] a'), [
    '4 open, Rosa Lindqvist',
    '1 due within 7 days, Rosa Lindqvist',
    '1 overdue, Rosa Lindqvist',
  ])
  const load = page.$('progress').map((_, bar) => page.$(bar).attr('value'))
  t.strictSame(load.get(), ['4', '0'])
  t.equal(page.$('progress').attr('max'), '4', 'nobody has more')
  t.match(said(page.$('.alert')), '1 open order is unassigned')
  t.equal(await countOrders(page.$('.alert a').attr('href')), 1)
})

t.test('every number equals the list that it leads to', async (t) => {
  const list = await visitor.get('/admin/employees')
  const page = await visitor.get(`/admin/employees/${rosa.id}`)
  const links = [
    ...list
      .$('td[data-label] a')
      .toArray()
      .map((link) => list.$(link)),
    ...page
      .$('.stat')
      .toArray()
      .map((link) => page.$(link)),
  ]
  t.equal(links.length, 9, 'three for each in the list, and three on the page of Rosa')
  for (const link of links) {
    const number = Number(/\d+/.exec(said(link).replace('7 days', ''))?.[0])
    t.equal(await countOrders(link.attr('href')), number, said(link))
  }
})

t.test('the page of an employee lists the most urgent order first', async (t) => {
  const page = await visitor.get(`/admin/employees/${rosa.id}`)
  const { $ } = page
  isPage(t, page, 'Rosa Lindqvist')
  t.equal($('main a[href^="tel:"]').attr('href'), 'tel:01705550142')
  t.match(eachSaid(page, 'a.row'), [
    /^1003 Pending .* Amina Bello Bridal gown.* 3 days late/,
    /^1002 .* Due in 2 days/,
    /^1001 .* Due in 20 days/,
    /^1004 .* No due date/,
  ])
  t.equal($('main .actions a[href$="/archive"]').length, 1, 'archiving begins with these orders')
  const idle = await visitor.get(`/admin/employees/${samira.id}`)
  t.match(said(idle.$('main .empty')), 'No open orders')
})

t.test('htmx gets only the rows, from the same URL', async (t) => {
  const page = await visitor.get('/admin/employees?search=rosa')
  const part = await visitor.fragment('/admin/employees?search=rosa')
  isFragment(t, part, 'employees-list')
  t.equal(page.$('#employees-list').html(), part.$('#employees-list').html())
  t.strictSame(names(part), ['Rosa Lindqvist'])
})

t.test('an employee is found by name or phone, or offered to be added', async (t) => {
  const page = await visitor.get('/admin/employees')
  const search = async (text: string) =>
    submit(visitor, page, { form: 'form[role=search]', typed: { search: text } })
  t.strictSame(names(await search('0143')), ['Samira Idrissi'])
  t.strictSame(names(await search('LINDQ')), ['Rosa Lindqvist'])
  const nobody = await search('Tomas')
  const form = await visitor.get(nobody.$('.empty a').attr('href') ?? '')
  t.equal(form.$('[name=name]').val(), 'Tomas')
})

t.test('an employee is added, changed, archived and restored without JavaScript', async (t) => {
  const form = await visitor.get('/admin/employees/new')
  const saved = await submit(visitor, form, {
    form: 'form[action="/admin/employees"][method=post]',
    typed: { name: 'Tomas Novák', phoneNumber: '0170 555 0144' },
  })
  t.equal(saved.status, 303)
  const url = saved.location ?? ''
  t.equal(said((await visitor.get(url)).$('#toasts .toast > span')), 'Tomas Novák saved.')

  const edit = await visitor.get(`${url}/edit`)
  const typed = { phoneNumber: '0170 555 0199' }
  const changed = await submit(visitor, edit, { form: `form[action="${url}"]`, typed })
  t.equal(changed.location, url)
  const page = await visitor.get(url)
  t.match(said(page.$('main')), '0170 555 0199')

  await submit(visitor, page, { form: 'form[action$="/archive"]' })
  const archived = await visitor.get(url)
  t.equal(said(archived.$('#toasts .toast > span')), 'Tomas Novák archived.')
  t.notMatch(names(await visitor.get('/admin/employees')), ['Tomas Novák'])
  t.strictSame(names(await visitor.get('/admin/employees?archived=true')), ['Tomas Novák'])

  await submit(visitor, archived, { form: 'form[action$="/restore"]' })
  t.equal(said((await visitor.get(url)).$('#toasts .toast > span')), 'Tomas Novák restored.')
})

t.test('open orders are handed over and the employee is archived in one step', async (t) => {
  const vera = await addEmployee(office, { name: 'Vera Kovács', phoneNumber: '0170 555 0144' })
  const order = await addOrder(office, { employeeId: vera.id, deadline: inDays(-1) })
  const url = `/admin/employees/${vera.id}`
  const link = (await visitor.get(url)).$('main .actions a[href$="/archive"]').attr('href') ?? ''
  const page = await visitor.get(link)
  isPage(t, page, 'Archive Vera Kovács')
  t.match(eachSaid(page, 'a.row'), [/Amina Bello.* 1 day late/])
  t.match(eachSaid(page, 'fieldset .check'), [
    /^Rosa Lindqvist 4 open, 1 overdue$/,
    /^Samira Idrissi 0 open$/,
    /^Tomas Novák 0 open$/,
    /^Nobody yet/,
  ])
  const form = `form[action="${link}"]`
  const kept = await submit(visitor, page, { form })
  t.equal(kept.status, 409)
  t.match(said(kept.$('[role=alert]')), 'Vera Kovács has 1 open order.')

  // Assigned while the page is open: it moves, too.
  const later = await addOrder(office, { employeeId: vera.id })
  const done = await submit(visitor, page, { form, typed: { to: String(samira.id) } })
  t.equal(done.location, url)
  const archived = await visitor.get(url)
  t.match(said(archived.$('#toasts .toast > span')), 'archived. 2 orders now with Samira Idrissi.')
  for (const { id } of [order, later]) {
    t.match((await office.get(`/api/orders/${id}`)).json().employee, { name: 'Samira Idrissi' })
    await office.put(`/api/orders/${id}/status`, { status: 'cancelled' })
  }
  const { $ } = await visitor.get(`/admin/orders/${order.id}`)
  t.match(said($('main')), 'Changed: employee')
  t.equal((await visitor.get(link)).location, url, 'nothing is left to archive')
})

t.test('an order assigned meanwhile stops the archiving of somebody without work', async (t) => {
  const vera = await addEmployee(office, { name: 'Vera Kovács', phoneNumber: '0170 555 0144' })
  const url = `/admin/employees/${vera.id}`
  const page = await visitor.get(url)
  const { id } = await addOrder(office, { employeeId: vera.id })
  const refused = await submit(visitor, page, { form: 'form[action$="/archive"]' })
  t.equal(refused.status, 409)
  isPage(t, refused, 'Archive Vera Kovács')
  const done = await submit(visitor, refused, {
    form: 'form[action$="/archive"]',
    typed: { to: 'none' },
  })
  t.equal(done.location, url)
  t.equal((await office.get(`/api/orders/${id}`)).json().employeeId, null)
})

t.test('all errors are shown at once, and typed values are kept', async (t) => {
  const form = await visitor.get('/admin/employees/new')
  const again = await submit(visitor, form, {
    form: 'form[action="/admin/employees"][method=post]',
    typed: { name: '', phoneNumber: 'the red one' },
  })
  t.equal(again.status, 422)
  t.equal(problemsOf(again).length, 2)
  t.equal(valueIn(again, 'phoneNumber'), 'the red one')
})

t.test('after somebody else saved, both versions are shown', async (t) => {
  const url = `/admin/employees/${samira.id}`
  const form = await visitor.get(`${url}/edit`)
  await office.put(`/api/employees/${samira.id}`, { phoneNumber: '0555 1111' })
  const typed = { phoneNumber: '0555 2222' }
  const stale = await submit(visitor, form, { form: `form[action="${url}"]`, typed })
  t.equal(stale.status, 412)
  const rows = said(stale.$('#overtaken tbody'))
  t.equal(rows, 'Phone number 0555 2222 (in the form) 0555 1111')
  const saved = await submit(visitor, stale, { form: `form[action="${url}"]` })
  t.equal(saved.status, 303)
  t.match((await office.get(`/api/employees/${samira.id}`)).json(), typed)
})

t.test('a form sent twice creates one employee', async (t) => {
  const form = await visitor.get('/admin/employees/new')
  const tap = () =>
    submit(visitor, form, {
      form: 'form[action="/admin/employees"][method=post]',
      typed: { ...ROSA, name: 'Only One' },
    })
  const [one, two] = await Promise.all([tap(), tap()])
  t.equal(one.location, two.location)
  t.strictSame(names(await visitor.get('/admin/employees?search=only')), ['Only One'])
})

t.test('only staff may see employees', async (t) => {
  const amina = await signedIn(app, await account(app, 'customer'))
  for (const url of ['/admin/employees', '/admin/employees/new', `/admin/employees/${rosa.id}`]) {
    t.equal((await amina.get(url)).status, 403, `a customer at ${url}`)
    const page = await browser(app).get(url)
    t.equal(page.location, `/auth/login?next=${encodeURIComponent(url)}`, `nobody at ${url}`)
  }
  t.equal((await amina.post('/admin/employees', AMINA)).status, 403)
})

t.test('an unknown employee is a 404 page', async (t) => {
  for (const path of ['/99', '/99/edit', '/somebody']) {
    const page = await visitor.get(`/admin/employees${path}`)
    t.equal(page.status, 404, path)
    t.equal(said(page.$('h1')), 'Page not found')
  }
  await visitor.get('/admin/employees')
  for (const path of ['/99', '/99/archive', '/99/restore']) {
    t.equal((await visitor.post(`/admin/employees${path}`, ROSA)).status, 404, path)
  }
})
