// Forged forms: invalid names and values are refused like mistakes, and cause no faults.
import t, { type Test } from 'tap'
import { openShop } from '../../../../support/api.ts'
import { type Browser, browser, buildEmpty, signedIn } from '../../../../support/app.ts'
import { addOrder } from '../../../../support/shop/factories.ts'

/** Posts a raw body, with the CSRF token of an open page. */
async function forged(visitor: Browser, page: string, url: string, body: string) {
  const { $ } = await visitor.get(page)
  const token = encodeURIComponent(String($('input[name=_csrf]').first().val()))
  return visitor.send({
    method: 'POST',
    url,
    payload: `${body}&_csrf=${token}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
}

async function openWith(t: Test) {
  const { app, owner: program } = await openShop(t)
  const { id } = await addOrder(program)
  return { app, id, owner: await signedIn(app) }
}

let customers = 0
/** Another phone number each time. */
const customer = {
  toString: () =>
    `customerId=new&customer.name=Amina&customer.phoneNumber=%2B44123456${1000 + customers++}`,
}
const item = 'items.0.itemName=Gown&items.0.quantity=1&items.0.unitPrice=10'

/** Bodies for the order form, with the status and words of the response. */
const ORDERS: [body: string, status: number, words: RegExp][] = [
  [`${customer}&items=x`, 422, /Add at least one item/],
  [`${customer}&items.__proto__.x=1`, 422, /Add at least one item/],
  [`${customer}&items.constructor.prototype.x=1`, 422, /Add at least one item/],
  [`${customer}&items.gown.itemName=Gown`, 422, /Add at least one item/],
  [`${customer}&items.0=x`, 422, /Add at least one item/],
  [`${customer}&items.0.itemName.x=1`, 422, /Item is missing/],
  [`${customer}&${item}&items.0.unitPrice.toString=1`, 303, /^$/],
  [
    `${customer}&items.0.itemName=Gown&items.0.quantity=1&items.0.unitPrice.x=1`,
    422,
    /Price is missing/,
  ],
  [`${customer}&${item}&items.0.discount=x`, 303, /^$/],
  [`${customer}&${item}&items.0.discount.percent.x=1`, 303, /^$/],
  [`${customer}&${item}&discount.percent=&discount.amount.x=1`, 303, /^$/],
  [`${customer}&${item}&deposit=x`, 303, /^$/],
  [`${customer}&${item}&deposit.amount.toString=x`, 303, /^$/],
  [`${customer}&${item}&deadline.x=1&deadlineTime=12:00`, 422, /.../],
  [`customerId=9007199254740993&${item}`, 422, /problem/],
  [`${customer}&${item}&employeeId=9007199254740993`, 422, /too large|at most/],
  [`${customer}&${item}&employeeId=1e308`, 422, /whole number in digits/],
  [`customer=x&customerId=new&${item}`, 422, /Customer must be/],
  [`${customer}&${item}&${'a.'.repeat(100_000)}=1`, 303, /^$/],
  [
    Array.from({ length: 2000 }, (_, row) => `items.${row}.itemName=Gown`).join('&'),
    413,
    /too many fields/,
  ],
]

t.test('the order form accepts only its own fields', async (t) => {
  const { owner, id } = await openWith(t)
  for (const [body, status, words] of ORDERS) {
    const page = await forged(owner, '/admin/orders/new', '/admin/orders', body)
    t.equal(page.status, status, body.slice(0, 120))
    t.match(page.$('main').text(), words, body.slice(0, 120))
  }
  for (const was of [
    '{"values":{"notes":5},"rows":[null,5,"x",{"id":7}]}',
    '{"values":5,"rows":[]}',
  ]) {
    const body = `${item}&customerId=1&notes=soon&version=77&was=${encodeURIComponent(was)}`
    const page = await forged(owner, `/admin/orders/${id}/edit`, `/admin/orders/${id}`, body)
    t.ok([303, 412].includes(page.status), `${page.status} for ${was}`)
  }
})

const PLACES: Record<string, string>[] = [
  { locale: '-1' },
  { locale: 'en_GB' },
  { locale: 'x' },
  { locale: '☃' },
  { timeZone: '-1' },
  { timeZone: '+25:00' },
  { timeZone: 'Etc/../passwd' },
  { currency: 'ABC' },
  { currency: 'eur' },
]

t.test('an unknown locale is reported, and the form is shown again', async (t) => {
  const { owner } = await openWith(t)
  const { $ } = await owner.get('/admin/settings')
  const fields = $('form[action="/admin/settings"]').serializeArray()
  const now = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  for (const place of PLACES) {
    const page = await owner.post('/admin/settings', { ...now, ...place })
    t.equal(page.status, 422, JSON.stringify(place))
    t.match(
      page.$('#form-errors').text(),
      /There is no|needs at least|wrong format/,
      JSON.stringify(place),
    )
  }
  const sorted = await owner.post('/admin/settings', { ...now, locale: 'de-DE-u-co-phonebk' })
  t.equal(sorted.status, 303, 'Intl knows this one, although it has no name for it')
  t.equal((await owner.get('/admin/settings')).status, 200)
})

t.test('a browser may ask for any language during set-up', async (t) => {
  const app = await buildEmpty(t)
  const token = app.setupToken?.value
  for (const language of ['de-DE-u-co-phonebk', '-1', '*', 'en-GB;q=x']) {
    const page = await browser(app).get(`/setup?token=${token}`, { 'accept-language': language })
    t.equal(page.status, 200, language)
  }
})

t.test('forms of people, accounts and payments refuse foreign fields', async (t) => {
  const { owner, id } = await openWith(t)
  const forms: [page: string, url: string, body: string, status: number][] = [
    ['/admin/customers/new', '/admin/customers', 'name=a&name=&phoneNumber=%2B4412345678', 422],
    ['/admin/customers/new', '/admin/customers', 'name.x=1&phoneNumber=%2B4412345678', 422],
    ['/admin/users', '/admin/users/1', 'employeeId=9007199254740993', 422],
    ['/admin/users', '/admin/users/1', 'employeeId=1e308', 422],
    [`/admin/orders/${id}`, `/admin/orders/${id}/payments`, 'amount.toString=1', 422],
    [`/admin/orders/${id}`, `/admin/orders/${id}/status`, 'status=ready&status=cancelled', 303],
    [`/admin/orders/${id}`, `/admin/orders/${id}/status`, 'retainedAmount.toString=1', 422],
    ['/admin/settings/payments', '/admin/settings/payments', 'depositValue.toString=1', 422],
    ['/admin/settings', '/admin/settings', 'taxRate.toString=1&locale.x=1', 422],
    ['/profile', '/profile', 'fullName.x=1', 422],
  ]
  for (const [page, url, body, status] of forms) {
    t.equal((await forged(owner, page, url, body)).status, status, `${url} ${body}`)
  }
})

t.test('a refusal on the way to another page fits into its flash cookie', async (t) => {
  const { owner, id } = await openWith(t)
  const unknown = Array.from({ length: 300 }, (_, at) => `colour${at}=red`).join('&')
  const body = `status=in_progress&next=/admin/orders/board&${unknown}&${'x'.repeat(900)}=1`
  const { status, response } = await forged(owner, '/admin', `/admin/orders/${id}/status`, body)
  t.equal(status, 303)
  const cookie = [response.headers['set-cookie']].flat().find((set) => /^flash=/.test(set ?? ''))
  t.ok(cookie && cookie.length < 4096, `${cookie?.length} bytes`)
})

t.test('a page refuses JSON, and a missing body is an empty form', async (t) => {
  const { owner } = await openWith(t)
  const { $ } = await owner.get('/profile')
  const token = { 'x-csrf-token': String($('input[name=_csrf]').first().val()) }
  for (const url of ['/profile', '/theme', '/admin/users/1', '/admin/customers']) {
    const json = { ...token, 'content-type': 'application/json' }
    const number = await owner.send({
      method: 'POST',
      url,
      payload: '{"fullName":5}',
      headers: json,
    })
    t.equal(number.status, 415, url)
    const none = await owner.send({ method: 'POST', url, headers: token })
    t.equal(none.status, 422, url)
  }
})

t.test('a repeated name or a NUL in an address causes no fault', async (t) => {
  const { owner } = await openWith(t)
  const urls: [url: string, status: number][] = [
    ['/admin/orders/customers?customerSearch=a&customerSearch=b', 200],
    ['/admin/orders/customers?customerSearch=%00', 400],
    ['/admin/orders/new?customerId=1&customerId=2', 200],
    ['/admin/customers/new?name=a&name=b', 200],
    ['/admin/orders?search=%00', 400],
    ['/admin/orders?page=9007199254740993', 400],
    ['/admin/orders?customerId=1e308', 400],
    ['/admin/orders/9007199254740993', 404],
    ['/admin/orders/9223372036854775808', 404],
    ['/admin/orders/1e308', 404],
  ]
  for (const [url, status] of urls) t.equal((await owner.get(url)).status, status, url)
})
