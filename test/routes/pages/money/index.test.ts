// Money pages: balances, cash sheet, payment list and payment rules.
import t from 'tap'
import { account, build, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { eachSaid, isPage, said, valueIn } from '../../../support/reading.ts'
import { AMINA, addOrder, inDays, ROSA } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const owner = await signedIn(app)

t.test('a shop without orders has empty pages', async (t) => {
  t.match(said((await counter.get('/admin/money')).$('main')), 'No balances')
  t.match(said((await counter.get('/admin/money/cash-sheet')).$('main')), 'No payments on this day')
  t.match(said((await counter.get('/admin/money/payments')).$('main')), 'No payments yet')
})

t.test('balances link to the orders and the phone number', async (t) => {
  const gown = await addOrder(office, { deadline: inDays(-3), deposit: { amount: '85.50' } })
  const { customerId } = gown
  await addOrder(office, { customer: undefined, customerId, deadline: inDays(5) })
  await addOrder(office, { customer: ROSA, deposit: { amount: '185.00', method: 'card' } })
  const page = await counter.get('/admin/money')
  isPage(t, page, 'Money')
  t.strictSame(eachSaid(page, '.stat-value'), ['$286.00', '2', '3'])
  t.strictSame(eachSaid(page, 'tbody .row-link'), [AMINA.name, ROSA.name])
  const row = page.$('tbody tr').first()
  t.match(said(row), /2 orders .* \$285\.50/)
  t.equal(row.find('a[href^="tel:"]').attr('href'), 'tel:+442079460018')
  const list = await counter.get(row.find('a[href^="/admin/orders?"]').attr('href') ?? '')
  t.equal(eachSaid(list, 'tbody .row-link').length, 2, 'the link leads to just these')
  t.match(said(list.$('.pager')), 'balance $285.50')
  const longest = await counter.get('/admin/money?sort=oldestDue')
  t.strictSame(eachSaid(longest, 'tbody .row-link'), [AMINA.name, ROSA.name])
  t.match(said(longest.$('.tabs [aria-current]')), 'Oldest')
  const paged = await counter.get('/admin/money?limit=1')
  const next = await counter.get(paged.$('.pager a[rel=next]').attr('href') ?? '')
  t.strictSame(eachSaid(next, 'tbody .row-link'), [ROSA.name])
})

t.test('the cash sheet adds up, and prints without navigation', async (t) => {
  const page = await counter.get('/admin/money/cash-sheet')
  t.strictSame(eachSaid(page, '.stat-value'), ['$270.50', '$0.00', '$270.50'])
  t.match(said(page.$('[aria-labelledby=by-method]')), /Cash \$85\.50 .* Card \$185\.00/)
  t.match(said(page.$('[aria-labelledby=by-person]')), /Ines Almeida \$270\.50/)
  t.equal(page.$('[aria-labelledby=rows-title] tbody tr').length, 2)
  t.equal(page.$('[data-print]').length, 1)
  t.match(page.$('h2 .hidden').attr('class'), /print:inline/, 'the shop is named on paper only')
  const yesterday = await counter.get(page.$('a[rel=prev]').attr('href') ?? '')
  t.match(said(yesterday.$('main')), 'No payments on this day')
  t.equal(page.$('a[rel=next]').length, 0, 'there is no sheet of tomorrow')
  const form = 'form[action="/admin/money/cash-sheet"]'
  const chosen = await submit(counter, page, { form, typed: { day: inDays(-9) } })
  t.equal(valueIn(chosen, 'day'), inDays(-9))
  t.equal((await counter.get('/admin/money/cash-sheet?day=never')).status, 400)
})

t.test('payments are filtered, with and without JavaScript', async (t) => {
  const page = await counter.get('/admin/money/payments')
  t.strictSame(eachSaid(page, 'tbody .end'), ['$185.00', '$85.50'])
  const form = 'form[action="/admin/money/payments"]'
  const card = await submit(counter, page, { form, typed: { method: 'card', from: inDays(-1) } })
  t.strictSame(eachSaid(card, 'tbody .end'), ['$185.00'])
  t.match(said(card.$('.pager')), '1 entry · $185.00 in · $0.00 out')
  const part = await counter.fragment('/admin/money/payments?kind=refund')
  t.match(said(part.$('#payments-list')), 'No matching payments')
  t.equal(part.$('html > head > title').length, 0)
})

const form = 'form[action="/admin/settings/payments"]'
const url = '/admin/settings/payments'

t.test('the owner sets the payment rules, in the order of the forms', async (t) => {
  const page = await owner.get(url)
  t.equal(valueIn(page, 'methods.0'), 'cash')
  const typed = {
    'methods.0': 'card',
    'methods.1': '',
    'methods.2': 'cash',
    'methods.3': '',
    'methods.4': '',
    depositKind: 'percent',
    depositValue: '12,5',
    workNeedsDeposit: ['true'],
  }
  const saved = await submit(owner, page, { form, typed })
  t.equal(saved.location, url)
  const after = await owner.get(url)
  t.strictSame(
    ['methods.0', 'methods.1', 'methods.2', 'depositKind', 'depositValue'].map((name) =>
      valueIn(after, name),
    ),
    ['card', 'cash', '', 'percent', '12.5'],
  )
  t.ok(after.$('[name=workNeedsDeposit][checked]').length)
  t.notOk(after.$('[name=handoverNeedsPayment][checked]').length)
  const entry = await counter.get('/admin/orders/new')
  t.strictSame(
    entry
      .$('[name="deposit.method"]')
      .map((_, one) => entry.$(one).attr('value'))
      .get(),
    ['card', 'cash'],
  )
  t.equal(entry.$('[name="deposit.method"][checked]').attr('value'), 'card')
  t.match(said(entry.$('#order-form-deposit')), 'Usual deposit: 12.5 % of the total.')
})

t.test('invalid rules are shown at their fields, and typed values are kept', async (t) => {
  const page = await owner.get(url)
  const none = { 'methods.0': '', 'methods.1': '', depositKind: 'amount', depositValue: 'much' }
  const refused = await submit(owner, page, { form, typed: none })
  t.equal(refused.status, 422)
  t.match(said(refused.$('#methods-error')), 'Choose at least one payment method')
  t.equal(valueIn(refused, 'depositValue'), 'much')
  t.equal(valueIn(refused, 'depositKind'), 'amount')
  const typed = { 'methods.0': 'cash', 'methods.1': 'cash', depositValue: 'much' }
  const twice = await submit(owner, refused, { form, typed })
  t.match(said(twice.$('#methods-error')), 'each only once')
  const wrong = await submit(owner, twice, { form, typed: { 'methods.1': '' } })
  t.match(said(wrong.$('#f-depositValue-error')), 'Write the amount as a plain number')
  const stale = await submit(owner, page, { form, typed: { depositKind: 'none' } })
  t.equal(stale.status, 303)
  const second = await submit(owner, wrong, { form, typed: { depositValue: '20' } })
  t.equal(second.status, 412, 'somebody was faster')
  t.equal(valueIn(second, 'depositValue'), '20')
  const over = await submit(owner, second, { form })
  t.equal(over.status, 303)
  t.equal((await counter.get(url)).status, 403)
})
