// Invisible characters in pasted text: direction marks, soft hyphens, empty characters.
import t from 'tap'
import { openShop, wrongFields } from '../../support/api.ts'
import { browser, OWNER, PASSWORD, signedIn } from '../../support/app.ts'
import { submit } from '../../support/forms.ts'
import { AMINA, addCustomer, addOrder, GOWN, ROSA } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const visitor = await signedIn(app)

/** Texts without a visible character. */
const UNSEEN = ['\u200b', '\u202a\u202c', '\u00ad\u00a0', '\ufeff', '\u3164', '\u2800', '\u0007']

t.test('a required text without visible characters is missing, in every field', async (t) => {
  const order = await addOrder(owner)
  const paid = await owner.post(`/api/orders/${order.id}/payments`, { amount: '10.00' })
  const reversal = `/api/orders/${order.id}/payments/${paid.json().id}/reversal`
  const account = { email: 'x@example.com', password: PASSWORD, role: 'staff' }
  for (const text of UNSEEN) {
    const cases: [string, object, string[]][] = [
      ['/api/customers', { name: text, phoneNumber: text }, ['/name', '/phoneNumber']],
      ['/api/employees', { name: text, phoneNumber: text }, ['/name', '/phoneNumber']],
      [
        '/api/users',
        { ...account, fullName: text, phoneNumber: text },
        ['/fullName', '/phoneNumber'],
      ],
      ['/api/auth/register', { ...account, role: undefined, name: text }, ['/name']],
      [
        '/api/orders',
        { customer: { ...AMINA, name: text }, items: [{ ...GOWN.items[0], itemName: text }] },
        ['/customer/name', '/items/0/itemName'],
      ],
      [reversal, { reason: text }, ['/reason']],
    ]
    for (const [url, input, pointers] of cases) {
      const answer = await owner.post(url, input)
      t.equal(answer.statusCode, 422, `${url} ${JSON.stringify(text)}: ${answer.body}`)
      t.strictSame(Object.keys(wrongFields(answer)).sort(), pointers, url)
      t.match(answer.json().errors[0].detail, / is missing\.$|Write the phone number with digits/)
    }
  }
})

t.test('a form reports it beside its field', async (t) => {
  for (const path of ['/admin/customers', '/admin/employees']) {
    const { status, $ } = await visitor.post(path, { name: '\u200b\u202e', phoneNumber: '\u2060' })
    t.equal(status, 422)
    t.match($('#form-errors').text(), /Name is missing.*Write the phone number with digits/s)
  }
})

t.test('an import reports it with its line', async (t) => {
  const file = 'name,phone\n\u200b,0170 555 0142\nAmina,\u202a\u202c\n'
  const answer = await owner.send({
    method: 'POST',
    url: '/api/customers/import/csv?dryRun=true',
    payload: file,
    headers: { 'content-type': 'text/csv' },
  })
  t.match(answer.body, /Name is missing.*Write the phone number with digits/s)
})

t.test('a phone number is stored without invisible characters', async (t) => {
  for (const [pasted, kept] of [
    ['\u202a+44 20 7946 0018\u202c', '+44 20 7946 0018'],
    ['\u2066020\u00a07946‑0018\u2069\u200e', '020 7946-0018'],
    ['＋４４ （２０） ７９４６', '+44 (20) 7946'],
    ['٠١٠٠ ١٢٣ ٤٥٦٧', '0100 123 4567'],
    ['+44\u00ad20−7946—0018', '+4420-7946-0018'],
  ] as const) {
    const customer = await owner.post('/api/customers', { ...AMINA, phoneNumber: pasted })
    t.match(customer.json(), { phoneNumber: kept }, JSON.stringify(pasted))
    const employee = await owner.post('/api/employees', { ...ROSA, phoneNumber: pasted })
    t.match(employee.json(), { phoneNumber: kept }, JSON.stringify(pasted))
    const asked = await visitor.post('/admin/customers', { name: 'Ada', phoneNumber: pasted })
    const saved = await submit(visitor, asked, { form: 'form[action="/admin/customers"]' })
    const { status, location } = saved
    t.equal(status, 303, JSON.stringify(pasted))
    const { $ } = await visitor.get(location ?? '')
    t.match($('main').text(), kept)
  }
})

t.test('a name is one line, without direction overrides', async (t) => {
  for (const [typed, kept] of [
    ['\u202eAmina\u202c  Bello', 'Amina Bello'],
    ['\ufeffAmina\u3000Bello\u200b', 'Amina Bello'],
    ['Amina\r\nBello', 'Amina Bello'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['क्\u200dष', 'क्\u200dष'],
  ] as const) {
    t.equal((await addCustomer(owner, { ...AMINA, name: typed })).name, kept, JSON.stringify(typed))
  }
  const order = await addOrder(owner, {
    items: [{ ...GOWN.items[0], itemName: ' Silk \u202e scarf ' }],
  })
  t.equal(order.items[0].itemName, 'Silk scarf')
})

t.test('a NUL is still refused with its field', async (t) => {
  const answer = await owner.post('/api/customers', { ...AMINA, name: 'A\0' })
  t.strictSame(wrongFields(answer), { '/name': 'characters' })
})

t.test('an e-mail address with direction marks signs in', async (t) => {
  const guest = browser(app)
  await guest.get('/auth/login')
  const { location } = await guest.post('/auth/login', {
    email: `\u202a ${OWNER.email.toUpperCase()}\u202c`,
    password: OWNER.password,
  })
  t.equal(location, '/admin')
})
