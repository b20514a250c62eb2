// Forms from before the last sign-in, without JavaScript: confirmed before they are saved.
import t from 'tap'
import {
  account,
  type Browser,
  browser,
  build,
  OWNER,
  program,
  signedIn,
} from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { addCustomer, addEmployee, addOrder } from '../../../../support/shop/factories.ts'

const headers = { 'sec-fetch-site': 'same-origin' }
const app = await build(t)
const owner = await program(app)
const order = await addOrder(owner)

/** Signs out and in again, as in another tab of the same browser. */
async function signInAgain(visitor: Browser, who: { email: string; password: string } = OWNER) {
  const { email, password } = who
  await visitor.get('/profile')
  await visitor.post('/auth/logout')
  await visitor.get('/auth/login')
  const done = await visitor.post('/auth/login', { email, password })
  if (done.status !== 303) throw new Error(`Signing in answered ${done.status}`)
}

const SECTIONS = ['storefront', 'hours', 'delivery'].map((name) => `/admin/settings/${name}`)

const customers = async () =>
  (await owner.get('/api/customers?search=Noor')).json().data as { name: string; notes: string }[]

const NOOR = { name: 'Noor Okafor', phoneNumber: '0555 12 34', notes: 'Left sleeve longer' }
const TO_CUSTOMERS = { form: 'form[action="/admin/customers"]', typed: NOOR }

t.test('typed values are shown, and saved once after confirmation', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/customers/new')
  await signInAgain(visitor)
  const confirmPage = await submit(visitor, page, { ...TO_CUSTOMERS, headers })
  t.equal(confirmPage.status, 403)
  t.equal(said(confirmPage.$('h1')), 'Not sent yet')
  t.match(confirmPage.$('main').text(), 'You are signed in as Ines Almeida')
  t.match(said(confirmPage.$('#typed')), 'Name Noor Okafor Phone number 0555 12 34')
  t.match(said(confirmPage.$('#typed')), 'Left sleeve longer')
  t.notMatch(said(confirmPage.$('#typed')), /csrf|idempotency/i)
  t.strictSame(await customers(), [], 'nothing is saved by itself')

  const resume = { form: '#resume', button: 'Send again' }
  const saved = await submit(visitor, confirmPage, resume)
  t.equal(saved.status, 303)
  t.equal((await submit(visitor, confirmPage, resume)).location, saved.location, 'twice is once')
  t.match(await customers(), [NOOR])
})

t.test(
  'another person who has signed in is told that the change will be in their name',
  async (t) => {
    const visitor = await signedIn(app)
    const page = await visitor.get(`/admin/customers/${order.customerId}/edit`)
    await signInAgain(visitor, await account(app, 'staff'))
    const form = `form[action="/admin/customers/${order.customerId}"]`
    const confirmPage = await submit(visitor, page, {
      form,
      typed: { notes: 'Allergic to wool' },
      headers,
    })
    t.match(confirmPage.$('main').text(), 'You are signed in as A staff')
    t.notMatch(said(confirmPage.$('#typed')), 'Was')
    t.equal((await submit(visitor, confirmPage, { form: '#resume' })).status, 303)
    const { json } = await owner.get(`/api/customers/${order.customerId}`)
    t.equal(json().notes, 'Allergic to wool')
  },
)

t.test('every form of a page is confirmed this way', async (t) => {
  const visitor = await signedIn(app)
  const pages = ['/admin/orders/new', `/admin/orders/${order.id}/edit`, '/admin/employees/new']
  pages.push(`/admin/orders/${order.id}`, '/admin/settings', '/admin/settings/payments', '/profile')
  pages.push(...SECTIONS)
  const seen: [string, Awaited<ReturnType<Browser['get']>>][] = []
  for (const url of pages) seen.push([url, await visitor.get(url)])
  await signInAgain(visitor)
  let forms = 0
  for (const [url, page] of seen) {
    for (const form of page.$('main form[method=post]').toArray()) {
      const { action = '' } = form.attribs
      if (page.$(form).find('[type=password]').length > 0) continue
      if (page.$(form).is('[enctype]') && url !== '/admin/orders/new') continue // files cannot be resumed
      page.$(form).attr('data-now', 'yes')
      const confirmPage = await submit(visitor, page, { form: '[data-now]', headers })
      page.$(form).removeAttr('data-now')
      t.equal(said(confirmPage.$('h1')), 'Not sent yet', `${url}: ${action}`)
      t.equal(confirmPage.$('#resume').attr('action'), action.split('?')[0])
      forms += 1
    }
  }
  t.ok(forms > 12, `${forms} forms`)
})

t.test('fields have the labels of their form, and buttons are not shown', async (t) => {
  const visitor = await signedIn(app)
  const pages = ['/admin/orders/new', `/admin/orders/${order.id}/edit`, `/admin/orders/${order.id}`]
  pages.push('/admin/customers/new', '/admin/employees/new', '/admin/users/1', '/profile')
  pages.push('/admin/import', '/admin/settings', '/admin/settings/payments', ...SECTIONS)
  const seen = await Promise.all(pages.map((url) => visitor.get(url)))
  await signInAgain(visitor)
  let labels = 0
  for (const { $ } of seen) {
    for (const form of $('main form[method=post]').toArray()) {
      const fields = $(form)
        .find('input, select, textarea')
        .not('[type=hidden], [type=file], [type=radio]')
      if (fields.is('[type=password]')) continue
      const words = fields.toArray().map((field) => $(`label[for="${$(field).attr('id')}"]`))
      const sent: Record<string, string> = {
        action: 'check',
        addRow: '1',
        _csrf: 'of an earlier session',
      }
      for (const [at, field] of fields.toArray().entries())
        sent[field.attribs.name ?? ''] = `v${at}`
      const confirmPage = await visitor.post(
        (form.attribs.action ?? '').split('?')[0] ?? '',
        sent,
        headers,
      )
      const shown = new Map(
        confirmPage
          .$('#typed > div')
          .toArray()
          .map((line) => [
            said(confirmPage.$(line).find('dd')),
            said(confirmPage.$(line).find('dt')),
          ]),
      )
      t.notMatch([...shown.values()].join(), /action|row/i, 'no buttons')
      for (const [at, label] of words.entries()) {
        const word = said(label.clone().children('.optional').remove().end()).replace(/^or /i, '')
        if (!word) continue
        const name = fields.get(at)?.attribs.name ?? ''
        const found =
          shown.get(fields.eq(at).is('[type=checkbox]') ? 'Yes' : `v${at}`) ??
          shown.get('As chosen from the list')
        t.ok(
          found?.toLowerCase().includes(word.toLowerCase()),
          `${form.attribs.action} ${name}: ${found} is "${word}"`,
        )
        labels += 1
      }
    }
  }
  t.ok(labels > 40, `${labels} labels`)
})

t.test('the people who were chosen are shown by name and number', async (t) => {
  const visitor = await signedIn(app)
  const fatima = await addCustomer(owner, { name: 'فاطمة', phoneNumber: '0170 555 0199' })
  const rosa = await addEmployee(owner, { name: 'Rosa Lindqvist', phoneNumber: '0170 555 0142' })
  await signInAgain(visitor)
  const chosen = (customerId: string, employeeId: string, who = visitor) =>
    who.post('/admin/orders', { customerId, employeeId, _csrf: 'of an earlier session' }, headers)
  const typed = async (...ids: [string, string]) => said((await chosen(...ids)).$('#typed'))
  const shown = await typed(String(fatima.id), String(rosa.id))
  t.match(shown, 'Customer \u2068فاطمة\u2069, 0170 555 0199')
  t.match(shown, 'Made by Rosa Lindqvist, 0170 555 0142')
  t.match(await typed('999999', '1e1'), /Customer As chosen from the list.*As chosen/)
  t.match(await typed('new', ''), 'Customer New customer')
  const customer = await signedIn(app, await account(app, 'customer'))
  const forged = await chosen(String(fatima.id), String(rosa.id), customer)
  t.notMatch(forged.response.body, /فاطمة|0170 555 01/, 'a customer learns nothing of others')
})

t.test('the order form can be edited before it is saved', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/orders/new')
  await signInAgain(visitor)
  const typed = { 'items.0.itemName': 'Silk scarf', 'customer.name': 'Noor Okafor' }
  const confirmPage = await submit(visitor, page, { form: '#order-form', typed, headers })
  t.match(said(confirmPage.$('#typed')), 'Item 1 Silk scarf')
  const drawn = await submit(visitor, confirmPage, { form: '#resume', button: 'Check it first' })
  t.equal(drawn.$('[name="items.0.itemName"]').val(), 'Silk scarf')
})

t.test('an order with a photo is confirmed too; the photo has to be chosen again', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/orders/new')
  await signInAgain(visitor)
  const photos = [new File([Buffer.alloc(200_000)], 'gown.jpg', { type: 'image/jpeg' })]
  const typed = { 'items.0.itemName': 'Silk scarf', photos }
  const confirmPage = await submit(visitor, page, { form: '#order-form', typed, headers })
  t.match(said(confirmPage.$('#typed')), 'Silk scarf')
  t.match(said(confirmPage.$('#files-lost')), 'Choose the photo again.')
  t.equal((await owner.get('/api/orders?total=true')).json().total, 1)
})

t.test('no URL holds a CSRF token, also after steps without JavaScript', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/orders/new')
  const step = await submit(visitor, page, { form: '#order-form', button: 'Add item' })
  t.equal(step.status, 200)
  const { url } = step.response.raw.req
  t.notMatch(url, 'csrf')
  t.equal(step.$('#order-form').attr('action'), '/admin/orders')
})

t.test('a text browser sends only a Referer', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/customers/new')
  await signInAgain(visitor)
  const referer = { referer: 'http://localhost:80/admin/customers/new' }
  const confirmPage = await submit(visitor, page, { ...TO_CUSTOMERS, headers: referer })
  t.equal(said(confirmPage.$('h1')), 'Not sent yet')
})

t.test('a visitor of a protected page is told why to sign in', async (t) => {
  const visitor = browser(app)
  const { location = '' } = await visitor.get('/admin/customers')
  t.match(said((await visitor.get(location)).$('#why')), 'Sign in to continue')
  t.equal((await visitor.get('/auth/login')).$('#why').length, 0)
})

t.test('cross-site forms, passwords and forms of visitors are not resumed', async (t) => {
  const visitor = await signedIn(app)
  const page = await visitor.get('/admin/customers/new')
  const profile = await visitor.get('/profile')
  await signInAgain(visitor)
  for (const from of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.test' },
    { referer: 'https://evil.test/' },
    {},
  ] as Record<string, string>[]) {
    const refused = await submit(visitor, page, { ...TO_CUSTOMERS, headers: from })
    t.equal(refused.status, 403, JSON.stringify(from))
    t.equal(refused.$('#resume').length, 0)
    t.notMatch(refused.response.body, 'Left sleeve')
  }
  const form = 'form[action="/profile/password"]'
  const typed = { currentPassword: OWNER.password, password: 'seven silver buttons' }
  const secret = await submit(visitor, profile, { form, typed, headers })
  t.equal(secret.status, 403)
  t.notMatch(secret.response.body, 'seven silver')
  const nobody = await browser(app).post('/auth/register', { name: 'Noor' }, headers)
  t.equal(nobody.$('#resume').length, 0)
})
