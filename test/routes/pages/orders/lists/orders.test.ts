// Order list page: filters without JavaScript, and fragments for htmx.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { submit, type Typed } from '../../../../support/forms.ts'
import { eachSaid, isFragment, isPage, said } from '../../../../support/reading.ts'
import {
  AMINA,
  addCustomer,
  addEmployee,
  addOrder,
  inDays,
} from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const LIST = '/admin/orders'

const one = (itemName: string, unitPrice: string) => ({
  items: [{ itemName, quantity: 1, unitPrice }],
})
const rosa = await addEmployee(office)
const amina = await addCustomer(office, AMINA)
const noor = await addCustomer(office, { name: 'Noor Okafor', phoneNumber: '0555-12 34' })
const gown = await addOrder(office, {
  customer: undefined,
  customerId: amina.id,
  employeeId: rosa.id,
  deadline: inDays(3),
  ...one('Bridal gown', '900'),
})
const coat = await addOrder(office, {
  customer: undefined,
  customerId: noor.id,
  deadline: inDays(-2),
  ...one('Winter coat', '200'),
})
const scarf = await addOrder(office, {
  customer: undefined,
  customerId: noor.id,
  ...one('Silk scarf', '64'),
})
await office.put(`/api/orders/${gown.id}/status`, { status: 'in_progress' })
await office.post(`/api/orders/${gown.id}/payments`, { amount: '100', kind: 'deposit' })
await office.post(`/api/orders/${scarf.id}/payments`, { amount: '64' })

const NICKNAMES: Record<string, string> = {
  [gown.number]: 'gown',
  [coat.number]: 'coat',
  [scarf.number]: 'scarf',
}

/** Numbers of the listed orders, in order. */
const orderNumbers = (page: Page) =>
  eachSaid(page, '#orders-list a.row-link').map((number) => NICKNAMES[number])

const filter = async (typed: Typed) =>
  submit(counter, await counter.get(LIST), { form: 'form[role=search]', typed, button: 'Apply' })

t.test('the whole list is sorted newest first, with totals', async (t) => {
  const page = await counter.get(LIST)
  isPage(t, page, 'Orders')
  t.equal(page.status, 200)
  t.strictSame(orderNumbers(page), ['scarf', 'coat', 'gown'])
  t.match(page.response.headers.vary, 'HX-Request')
  const [, row] = eachSaid(page, '#orders-list tbody tr')
  t.match(row, /Pending Noor Okafor Winter coat .*2 days late.*Unpaid.*\$200\.00/)
  t.match(said(page.$('.pager')), '3 orders · $1,164.00 · balance $1,000.00')
  t.equal(page.$('#orders-chips').length, 0)
  t.strictSame(eachSaid(page, '.tabs a[aria-current=page]'), ['All'])
})

t.test('htmx gets a fragment from the same address', async (t) => {
  const page = await counter.fragment(`${LIST}?status=&search=scarf&sort=-createdAt`)
  isFragment(t, page, 'orders-list')
  t.strictSame(orderNumbers(page), ['scarf'])
  t.equal(page.response.headers['hx-push-url'], '/admin/orders?search=scarf', 'a clean address')
  const restored = await counter.get(`${LIST}?search=scarf`, {
    'hx-request': 'true',
    'hx-request-type': 'partial',
    'hx-history-restore-request': 'true',
  })
  isPage(t, restored, 'Orders')
})

const FILTERS: [string, Typed, string[]][] = [
  ['one status', { status: ['pending'] }, ['scarf', 'coat']],
  ['two statuses', { status: ['pending', 'in_progress'] }, ['scarf', 'coat', 'gown']],
  ['overdue', { overdue: ['true'] }, ['coat']],
  ['one payment status', { paymentStatus: ['paid'] }, ['scarf']],
  ['two payment statuses', { paymentStatus: ['unpaid', 'partial'] }, ['coat', 'gown']],
  ['a maker', { employeeId: String(rosa.id) }, ['gown']],
  ['nobody yet', { employeeId: 'none' }, ['scarf', 'coat']],
  ['days it was taken', { from: inDays(-1), to: inDays(0) }, ['scarf', 'coat', 'gown']],
  ['taken before today', { to: inDays(-1) }, []],
  ['days it is due', { dueFrom: inDays(0), dueTo: inDays(3) }, ['gown']],
  ['due before the gown', { dueTo: inDays(2) }, ['coat']],
  ['taken today', { from: inDays(0) }, ['scarf', 'coat', 'gown']],
  ['taken tomorrow', { from: inDays(1) }, []],
  ['the name, without regard to case', { search: 'OKAFOR' }, ['scarf', 'coat']],
  ['the digits of the phone', { search: '+44 (20) 7946' }, ['gown']],
  ['the item', { search: 'winter' }, ['coat']],
  ['the number', { search: String(gown.number) }, ['gown']],
  ['the number as people write it', { search: `#${gown.number}` }, ['gown']],
  ['several at once', { status: ['pending'], search: 'noor', overdue: ['true'] }, ['coat']],
  ['the most expensive first', { sort: '-totalAmount' }, ['gown', 'coat', 'scarf']],
  ['the most urgent first', { sort: 'deadline' }, ['coat', 'gown', 'scarf']],
  ['the archived ones', { archived: ['true'] }, []],
]

t.test('every filter works by form, and blank fields are ignored', async (t) => {
  for (const [name, typed, expected] of FILTERS) {
    const page = await filter(typed)
    t.equal(page.status, 200, name)
    t.strictSame(orderNumbers(page), expected, name)
    for (const [field, value] of Object.entries(typed)) {
      const control = page.$(`form[role=search] [name="${field}"]`)
      const kept = control.is('[type=checkbox]')
        ? control
            .filter('[checked]')
            .map((_, box) => page.$(box).attr('value'))
            .get()
        : control.val()
      t.strictSame(kept, value, `${name}: the form still shows it`)
    }
  }
})

t.test('each chip removes one filter', async (t) => {
  const url = `${LIST}?status=pending,ready&paymentStatus=unpaid&employeeId=none&customerId=${noor.id}&from=${inDays(-1)}&to=${inDays(0)}&dueFrom=${inDays(-5)}&dueTo=${inDays(5)}&overdue=true&search=coat`
  const page = await counter.get(url)
  t.strictSame(orderNumbers(page), ['coat'])
  const chips = page
    .$('#orders-chips .chip')
    .toArray()
    .map((chip) => page.$(chip))
  t.equal(chips.length, 11)
  const words = chips.map(said).join('; ')
  for (const word of [
    'Pending',
    'Ready',
    'Unpaid',
    'nobody yet',
    'Noor Okafor',
    'Overdue',
    'coat',
  ]) {
    t.match(words, word)
  }
  for (const chip of chips) {
    const href = chip.attr('href') ?? ''
    const fewer = await counter.get(href)
    t.equal(fewer.status, 200)
    const left = eachSaid(fewer, '#orders-chips .chip')
    t.strictSame(
      left,
      chips.map(said).filter((other) => other !== said(chip)),
      `without ${said(chip)}`,
    )
  }
  const cleared = await counter.get(
    page.$('#orders-chips a:contains("Clear all")').attr('href') ?? '',
  )
  t.equal(cleared.$('#orders-chips').length, 0)
})

t.test('tabs are predefined filters', async (t) => {
  const page = await counter.get(LIST)
  const tabs = page
    .$('.tabs a')
    .toArray()
    .map((tab) => page.$(tab))
  const results: Record<string, unknown> = {}
  for (const tab of tabs) {
    const list = await counter.get(tab.attr('href') ?? '')
    t.strictSame(eachSaid(list, '.tabs a[aria-current=page]'), [said(tab)])
    results[said(tab)] = orderNumbers(list)
  }
  t.match(results, { All: ['scarf', 'coat', 'gown'], 'Overdue 1': ['coat'], Ready: [] })
  t.ok('Open 3' in results && 'Due this week 1' in results, 'a view says how many it holds')
})

t.test('a list without results offers to clear filters', async (t) => {
  const nothing = await counter.get(`${LIST}?search=zelda`)
  t.match(said(nothing.$('.empty')), /No matching orders.*Show all orders/)
  t.equal(nothing.$('.empty a').attr('href'), LIST)
})

t.test('paging reaches the last order and returns to the first page', async (t) => {
  const next = (page: Page) => page.$('.pager a[rel=next]').attr('href')
  const first = await counter.get(`${LIST}?limit=2&status=pending,in_progress`)
  t.strictSame(orderNumbers(first), ['scarf', 'coat'])
  t.match(said(first.$('.pager')), '3 orders')
  const second = await counter.get(next(first) ?? '')
  t.strictSame(orderNumbers(second), ['gown'])
  t.equal(next(second), undefined, 'there is no further page')
  const back = second.$('.pager a:contains("First")').attr('href') ?? ''
  t.strictSame(orderNumbers(await counter.get(back)), ['scarf', 'coat'])
})

t.test('an unknown filter is refused in words, as a page', async (t) => {
  for (const [query, words] of [
    ['status=lost', /not right: status/],
    ['from=tomorrow', /not right: from/],
    ['colour=red', /not right: colour/],
    ['cursor=abc', /This link to a part of the list/],
    ['limit=0', /A page can show 1 to 200 rows/],
  ] as const) {
    const page = await counter.get(`${LIST}?${query}`)
    t.equal(page.status, 400, query)
    isPage(t, page, 'This address is not right')
    t.match(said(page.$('main')), words)
    t.ok(page.$('main a[href^="/"]').length, 'with a way on')
  }
})

t.test('only staff sees the list', async (t) => {
  const visitor = await browser(app).get(`${LIST}?status=ready`)
  t.equal(visitor.status, 303)
  t.equal(visitor.location, '/auth/login?next=%2Fadmin%2Forders%3Fstatus%3Dready')
  const customer = await signedIn(app, await account(app, 'customer', amina.id))
  const refused = await customer.get(LIST)
  t.equal(refused.status, 403)
  t.notMatch(refused.response.body, 'Winter coat')
})
