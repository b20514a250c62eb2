// The money of the shop on pages: who owes, the sheet of a day, all payments, and the rules of the shop.
import t from 'tap'
import { AMINA, addOrder, inDays, ROSA } from '../../factories.ts'
import { submit } from '../../forms.ts'
import { account, build, program, signedIn } from '../../helper.ts'
import { eachSaid, isPage, said, valueIn } from '../../reading.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))
const owner = await signedIn(app)

t.test('a shop without orders is told so', async (t) => {
  t.match(said((await counter.get('/admin/money')).$('main')), 'Nobody owes anything')
  t.match(said((await counter.get('/admin/money/cash-sheet')).$('main')), 'No money moved')
  t.match(said((await counter.get('/admin/money/payments')).$('main')), 'No payments yet')
})

t.test('who owes what, with the way to the orders and to the phone', async (t) => {
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
  t.match(said(list.$('.pager')), '$285.50 still owed')
  const longest = await counter.get('/admin/money?sort=oldestDue')
  t.strictSame(eachSaid(longest, 'tbody .row-link'), [AMINA.name, ROSA.name])
  t.match(said(longest.$('.tabs [aria-current]')), 'Due longest')
  const paged = await counter.get('/admin/money?limit=1')
  const next = await counter.get(paged.$('.pager a[rel=next]').attr('href') ?? '')
  t.strictSame(eachSaid(next, 'tbody .row-link'), [ROSA.name])
})

t.test('the sheet of a day adds up, and is printed without the rest of the page', async (t) => {
  const page = await counter.get('/admin/money/cash-sheet')
  t.strictSame(eachSaid(page, '.stat-value'), ['$270.50', '$0.00', '$270.50'])
  t.match(said(page.$('[aria-labelledby=by-method]')), /Cash \$85\.50 .* Card \$185\.00/)
  t.match(said(page.$('[aria-labelledby=by-person]')), /Ines Almeida \$270\.50/)
  t.equal(page.$('[aria-labelledby=rows-title] tbody tr').length, 2)
  t.equal(page.$('[data-print]').length, 1)
  const yesterday = await counter.get(page.$('a[rel=prev]').attr('href') ?? '')
  t.match(said(yesterday.$('main')), 'No money moved on this day')
  t.equal(page.$('a[rel=next]').length, 0, 'there is no sheet of tomorrow')
  const form = 'form[action="/admin/money/cash-sheet"]'
  const chosen = await submit(counter, page, { form, typed: { day: inDays(-9) } })
  t.equal(valueIn(chosen, 'day'), inDays(-9))
  t.equal((await counter.get('/admin/money/cash-sheet?day=never')).status, 400)
})

t.test('all payments, by filter, with and without JavaScript', async (t) => {
  const page = await counter.get('/admin/money/payments')
  t.strictSame(eachSaid(page, 'tbody .end'), ['$185.00', '$85.50'])
  const form = 'form[action="/admin/money/payments"]'
  const card = await submit(counter, page, { form, typed: { method: 'card', from: inDays(-1) } })
  t.strictSame(eachSaid(card, 'tbody .end'), ['$185.00'])
  t.match(said(card.$('.pager')), '1 row · $185.00 in · $0.00 out')
  const part = await counter.fragment('/admin/money/payments?kind=refund')
  t.match(said(part.$('#payments-list')), 'No payment fits')
  t.equal(part.$('html > head > title').length, 0)
})

const form = 'form[action="/admin/settings/payments"]'
const url = '/admin/settings/payments'

t.test('the owner says how the shop is paid, in the order of the forms', async (t) => {
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
  t.match(said(entry.$('#order-form-deposit')), 'The shop asks for 12.5 % of the total.')
})

t.test('rules that are none are named at their field, and nothing typed is lost', async (t) => {
  const page = await owner.get(url)
  const none = { 'methods.0': '', 'methods.1': '', depositKind: 'amount', depositValue: 'much' }
  const refused = await submit(owner, page, { form, typed: none })
  t.equal(refused.status, 422)
  t.match(said(refused.$('#methods-error')), 'Offer at least one way to pay')
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
