// Invalid query strings on pages: an explanation in words, with a link.
import t from 'tap'
import { build, program, signedIn } from '../../../support/app.ts'
import { said } from '../../../support/reading.ts'
import { addOrder } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const owner = await signedIn(app)
await addOrder(office)

const LISTS = [
  '/admin/orders',
  '/admin/customers',
  '/admin/employees',
  '/admin/users',
  '/admin/activity',
  '/admin/money',
  '/admin/money/payments',
]
const PROGRAMS_WORDS = /must be|of type|integer|cursor|parameter|known|undefined/i

t.test('an invalid page number is explained, with a link to the first page', async (t) => {
  for (const list of LISTS) {
    for (const page of ['101', 'abc', '0', '-1', '1.5', '9007199254740993']) {
      const wrong = await owner.get(`${list}?page=${page}&limit=2`)
      t.equal(wrong.status, 400, `${list}?page=${page}`)
      t.match(said(wrong.$('h1')), 'This address is not right')
      t.match(said(wrong.$('main')), 'Pages have the numbers 1 to 100.')
      t.notMatch(said(wrong.$('main')), PROGRAMS_WORDS)
      const way = wrong.$('main a.btn-primary')
      t.equal(said(way), 'Go to the first page')
      t.equal((await owner.get(way.attr('href') ?? '')).status, 200)
    }
  }
})

t.test('a link out of an invalid page number keeps the filters', async (t) => {
  const wrong = await owner.get('/admin/orders?status=pending&page=abc&search=caf%C3%A9%20a%26b')
  t.equal(
    wrong.$('main a.btn-primary').attr('href'),
    '/admin/orders?status=pending&search=caf%C3%A9+a%26b',
  )
  const both = await owner.get('/admin/orders?page=2&cursor=WyI')
  t.equal(both.$('main a.btn-primary').attr('href'), '/admin/orders')
})

t.test('a truncated cursor and too large a limit are explained', async (t) => {
  for (const list of LISTS) {
    for (const [query, words] of [
      ['cursor=zzz', 'This link to a part of the list is not whole, or too old.'],
      ['limit=1000', 'A page can show 1 to 200 rows.'],
    ] as const) {
      const wrong = await owner.get(`${list}?${query}`)
      t.equal(wrong.status, 400, `${list}?${query}`)
      t.match(said(wrong.$('main')), words)
      t.notMatch(said(wrong.$('main')), PROGRAMS_WORDS)
    }
  }
})

t.test('an invalid filter is named, with a link to the whole list', async (t) => {
  for (const [path, query, name] of [
    ['/admin/orders', 'status=lost', 'status'],
    ['/admin/orders', 'dueFrom=tomorrow', 'due from'],
    ['/admin/orders', 'employeeId=Rosa', 'employee id'],
    ['/admin/orders/calendar', 'day=today', 'day'],
    ['/admin/money/cash-sheet', 'day=2026-02-31', 'day'],
    ['/admin/money/payments', 'color=red&page=abc', 'color'],
  ] as const) {
    const wrong = await owner.get(`${path}?${query}`)
    t.equal(wrong.status, 400, query)
    t.match(said(wrong.$('main')), `Part of this address is not right: ${name}`)
    t.notMatch(said(wrong.$('main')), PROGRAMS_WORDS)
    const way = wrong.$('main a.btn-primary')
    t.equal(way.attr('href'), path)
    t.equal((await owner.get(path)).status, 200)
  }
})

t.test('the API says what the parameter must be', async (t) => {
  const answer = await office.get('/api/orders?page=101')
  t.match(answer.json(), { status: 400, detail: 'Page must be at most 100.' })
})
