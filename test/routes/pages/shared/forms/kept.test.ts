// Resumable forms: sent after the session ended, and sent again after sign-in, without JavaScript.
import { load } from 'cheerio'
import t from 'tap'
import { type Browser, build, OWNER, program, signedIn } from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { newPhone } from '../../../../support/shop/factories.ts'

const form = '#order-form'
const typed = {
  'items.0.itemName': 'Silk scarf',
  'items.0.unitPrice': '64',
  'customer.name': 'Amina Bello',
  get 'customer.phoneNumber'() {
    return newPhone()
  },
}
/** Fetch metadata of a form on our own page. */
const headers = { 'sec-fetch-site': 'same-origin' }
const credentials = { email: OWNER.email, password: OWNER.password }

async function sentTooLate(visitor: Browser, site = headers) {
  const page = await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  return submit(visitor, page, { form, typed, button: 'Save order', headers: site })
}

t.test('after sign-in the order is sent with one button, and saved once', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const signInPage = await sentTooLate(visitor)
  t.equal(signInPage.status, 401)
  t.equal(said(signInPage.$('h1')), 'Sign in')
  t.match(said(signInPage.$('[role=status]')), 'Your form is not saved yet')

  const wrong = { ...credentials, password: 'forgotten long ago' }
  const again = await submit(visitor, signInPage, { form: 'main form', typed: wrong })
  t.equal(again.status, 422, 'a wrong password does not lose it either')
  const resume = await submit(visitor, again, { form: 'main form', typed: credentials })
  t.equal(said(resume.$('h1')), 'You are signed in')

  const saved = await submit(visitor, resume, { form: '#resume', button: 'Send now' })
  t.equal(saved.status, 303)
  const twice = await submit(visitor, resume, { form: '#resume', button: 'Send now' })
  t.equal(twice.location, saved.location)
  const { data } = (await (await program(app)).get('/api/orders')).json()
  t.equal(data.length, 1)
})

t.test('the resumed order can be edited before it is sent', async (t) => {
  const visitor = await signedIn(await build(t))
  const signInPage = await sentTooLate(visitor)
  const resume = await submit(visitor, signInPage, { form: 'main form', typed: credentials })
  const page = await submit(visitor, resume, { form: '#resume', button: 'Check it first' })
  t.equal(page.status, 200)
  t.equal(page.$('[name="items.0.itemName"]').val(), 'Silk scarf')
  t.equal(page.$('[name="customer.name"]').val(), 'Amina Bello')
})

t.test('photos are skipped, however large they are, and typed values are kept', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  const form = new FormData()
  form.set('customer.name', 'Amina Bello')
  form.append('images', new Blob([Buffer.alloc(18_000_000)], { type: 'image/jpeg' }), 'gown.jpg')
  form.set('items.0.itemName', 'Silk scarf')
  const sent = new Response(form)
  const answer = await app.inject({
    method: 'POST',
    url: '/admin/orders',
    headers: {
      ...headers,
      'content-type': sent.headers.get('content-type') ?? '',
      'content-length': '18000500',
    },
    payload: Buffer.from(await sent.arrayBuffer()),
  })
  t.equal(answer.statusCode, 401)
  const savedForm = String(load(answer.body)('[name=kept]').val())
  t.strictSame(JSON.parse(savedForm), {
    action: '/admin/orders',
    fields: [
      ['customer.name', 'Amina Bello'],
      ['items.0.itemName', 'Silk scarf'],
    ],
    files: 1,
  })
})

t.test('a long text is kept as a whole', async (t) => {
  const visitor = await signedIn(await build(t))
  const page = await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  const notes = 'é'.repeat(30_000)
  const signInPage = await submit(visitor, page, { form, typed: { ...typed, notes }, headers })
  const resume = await submit(visitor, signInPage, { form: 'main form', typed: credentials })
  const drawn = await submit(visitor, resume, { form: '#resume', button: 'Check it first' })
  t.equal(drawn.$('[name=notes]').val(), notes)
})

t.test('the number of photos to choose again is shown before and after sending', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  const photos = ['gown.jpg', 'hem.jpg'].map(
    (name) => new File(['x'], name, { type: 'image/jpeg' }),
  )
  const signInPage = await submit(visitor, page, {
    form,
    typed: { ...typed, photos },
    button: 'Save order',
    headers,
  })
  t.match(said(signInPage.$('[role=status]')), 'Choose the 2 photos again.')
  const resume = await submit(visitor, signInPage, { form: 'main form', typed: credentials })
  t.match(said(resume.$('#files-lost')), 'Choose the 2 photos again.')
  t.match(said(resume.$('#files-lost')), 'Check it first to choose them')
  const drawn = await submit(visitor, resume, { form: '#resume', button: 'Check it first' })
  t.match(said(drawn.$('#order-form-photos')), 'Choose the 2 photos again.')
  visitor.cookies.delete('hemline')
  const later = await submit(visitor, drawn, { form, button: 'Save order', headers })
  t.match(said(later.$('[role=status]')), '2 photos', 'not forgotten by a second sign-in')
  const last = await submit(visitor, later, { form: 'main form', typed: credentials })
  const saved = await submit(visitor, last, { form: '#resume', button: 'Send now' })
  const order = await visitor.get(saved.location ?? '')
  t.match(said(order.$('#toasts')), 'saved. Choose the 2 photos again.')
})

t.test('without photos nothing is said of them', async (t) => {
  const visitor = await signedIn(await build(t))
  const signInPage = await sentTooLate(visitor)
  const resume = await submit(visitor, signInPage, { form: 'main form', typed: credentials })
  t.equal(resume.$('#files-lost').length, 0)
  t.notMatch(resume.$('main').text(), /photo/i)
})

t.test('a form that cannot be resumed is named, with a link back to it', async (t) => {
  const app = await build(t)
  const files = new FormData()
  files.append('images', new Blob(['photo'], { type: 'image/jpeg' }), 'gown.jpg')
  const upload = new Response(files)
  const longest = new URLSearchParams(
    Array.from({ length: 20 }, (_, field): [string, string] => [
      `was.${field}`,
      'x'.repeat(15_000),
    ]),
  )
  const plain = 'application/x-www-form-urlencoded'
  for (const [what, url, type, payload, words] of [
    ['a long field', '/admin/orders', plain, `notes=${'x'.repeat(210_000)}`, /too long.*Go back/],
    ['many fields', '/admin/orders', plain, longest.toString(), /too long.*Go back/],
    ['more fields', '/admin/settings', plain, 'a=1&'.repeat(1001), /too long.*Go back/],
    ['a password', '/profile/password', plain, 'password=secret', /password.*fill it in again/],
    [
      'files alone',
      '/admin/orders/1/images',
      upload.headers.get('content-type') ?? '',
      Buffer.from(await upload.arrayBuffer()),
      /choose them again/,
    ],
  ] as const) {
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url,
      headers: {
        ...headers,
        host: 'shop.test',
        referer: 'http://shop.test/admin/orders/new?customerId=4',
        'content-type': type,
        'content-length': String(payload.length),
      },
      payload,
    })
    const $ = load(body)
    t.equal(statusCode, 401, what)
    t.match(said($('[role=status]')), words, what)
    t.match(said($('[role=status]')), 'Your form is not saved', what)
    t.equal($('[name=kept]').length, 0, what)
    t.equal($('[name=next]').val(), '/admin/orders/new?customerId=4', `${what}: back to the form`)
    t.notMatch(body, 'secret')
  }
})

t.test('an htmx request is repeated as a full page, and then resumed', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const stale = (await visitor.get('/admin/customers/new')).$('[name=_csrf]').val()
  const asHtmx = { ...headers, 'hx-request': 'true', 'hx-request-type': 'partial' }
  const payload = { amount: '12', note: 'Paid by her aunt', _csrf: String(stale) }
  for (const [what, status] of [
    ['the session has ended', 401],
    ['the page is of an earlier one', 403],
  ] as const) {
    visitor.cookies.delete('hemline')
    await visitor.get('/auth/login')
    if (status === 403) await visitor.post('/auth/login', credentials)
    const answer = await visitor.post('/admin/orders/1/payments', payload, asHtmx)
    t.equal(answer.status, status, what)
    t.equal(answer.response.headers['hx-trigger'], 'send-plainly', what)
    t.equal(answer.response.body, '', `${what}: nothing is put into the page`)
    const page = await visitor.post('/admin/orders/1/payments', payload, headers)
    t.match(page.response.body, 'Paid by her aunt', what)
  }
})

t.test('a cross-site form is not resumed', async (t) => {
  const visitor = await signedIn(await build(t))
  const answer = await sentTooLate(visitor, { 'sec-fetch-site': 'cross-site' })
  t.equal(answer.status, 303)
  t.equal(answer.location, '/auth/login?next=%2Fadmin')
})

t.test('only a local path can be resumed', async (t) => {
  const visitor = await signedIn(await build(t))
  const signInPage = await sentTooLate(visitor)
  for (const action of ['https://elsewhere.test/', '//elsewhere.test', '/\\elsewhere.test']) {
    const savedForm = JSON.stringify({ action, fields: [] })
    const page = await submit(visitor, signInPage, {
      form: 'main form',
      typed: { ...credentials, kept: savedForm },
    })
    t.equal(page.location, '/admin', action)
    visitor.cookies.delete('hemline')
  }
})
