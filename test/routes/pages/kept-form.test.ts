// A form that is sent after the session has ended, in a browser without JavaScript: sign in, and nothing is lost.
import { load } from 'cheerio'
import t from 'tap'
import { said, submit } from '../../forms.ts'
import { type Browser, build, OWNER, program, signedIn } from '../../helper.ts'

const form = '#order-form'
const typed = {
  'items.0.itemName': 'Silk scarf',
  'items.0.unitPrice': '64',
  'customer.name': 'Amina Bello',
  'customer.phoneNumber': '+44 20 7946 0018',
}
/** What browsers say of a form of our own page. */
const headers = { 'sec-fetch-site': 'same-origin' }
const credentials = { email: OWNER.email, password: OWNER.password }

async function sentTooLate(visitor: Browser, site = headers) {
  const page = await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  return submit(visitor, page, { form, typed, button: 'Save order', headers: site })
}

t.test('after the sign-in the order is sent with one tap, and saved once', async (t) => {
  const app = await build(t)
  const visitor = await signedIn(app)
  const asked = await sentTooLate(visitor)
  t.equal(asked.status, 401)
  t.equal(said(asked.$('h1')), 'Sign in')
  t.match(said(asked.$('[role=status]')), 'What you typed is not saved yet')

  const wrong = { ...credentials, password: 'forgotten long ago' }
  const again = await submit(visitor, asked, { form: 'main form', typed: wrong })
  t.equal(again.status, 422, 'a wrong password does not lose it either')
  const resume = await submit(visitor, again, { form: 'main form', typed: credentials })
  t.equal(said(resume.$('h1')), 'You are signed in')

  const saved = await submit(visitor, resume, { form: '#resume', button: 'Send it now' })
  t.equal(saved.status, 303)
  const twice = await submit(visitor, resume, { form: '#resume', button: 'Send it now' })
  t.equal(twice.location, saved.location)
  const { data } = (await (await program(app)).get('/api/orders')).json()
  t.equal(data.length, 1)
})

t.test('or it is looked at first', async (t) => {
  const visitor = await signedIn(await build(t))
  const asked = await sentTooLate(visitor)
  const resume = await submit(visitor, asked, { form: 'main form', typed: credentials })
  const page = await submit(visitor, resume, { form: '#resume', button: 'Look at it first' })
  t.equal(page.status, 200)
  t.equal(page.$('[name="items.0.itemName"]').val(), 'Silk scarf')
  t.equal(page.$('[name="customer.name"]').val(), 'Amina Bello')
})

t.test(
  'photos are read past, however heavy they are: what was typed is what is kept',
  async (t) => {
    const app = await build(t)
    const visitor = await signedIn(app)
    await visitor.get('/admin/orders/new')
    visitor.cookies.delete('hemline')
    const form = new FormData()
    form.set('customer.name', 'Amina Bello')
    form.append('images', new Blob([Buffer.alloc(18_000_000)], { type: 'image/jpeg' }), 'gown.jpg')
    form.set('items.0.itemName', 'Silk scarf')
    const sent = new Response(form)
    const asked = await app.inject({
      method: 'POST',
      url: '/admin/orders',
      headers: {
        ...headers,
        'content-type': sent.headers.get('content-type') ?? '',
        'content-length': '18000500',
      },
      payload: Buffer.from(await sent.arrayBuffer()),
    })
    t.equal(asked.statusCode, 401)
    const kept = String(load(asked.body)('[name=kept]').val())
    t.strictSame(JSON.parse(kept), {
      action: '/admin/orders',
      fields: [
        ['customer.name', 'Amina Bello'],
        ['items.0.itemName', 'Silk scarf'],
      ],
    })
  },
)

t.test('a form of which only a part could be kept is not carried along', async (t) => {
  const visitor = await signedIn(await build(t))
  const page = await visitor.get('/admin/orders/new')
  visitor.cookies.delete('hemline')
  const notes = 'x'.repeat(30_000)
  const asked = await submit(visitor, page, { form, typed: { ...typed, notes }, headers })
  t.equal(asked.location, '/auth/login?next=%2Fadmin')
})

t.test('a form of another site is not carried along', async (t) => {
  const visitor = await signedIn(await build(t))
  const asked = await sentTooLate(visitor, { 'sec-fetch-site': 'cross-site' })
  t.equal(asked.status, 303)
  t.equal(asked.location, '/auth/login?next=%2Fadmin')
})

t.test('only a path of this shop can be sent to', async (t) => {
  const visitor = await signedIn(await build(t))
  const asked = await sentTooLate(visitor)
  for (const action of ['https://elsewhere.test/', '//elsewhere.test', '/\\elsewhere.test']) {
    const kept = JSON.stringify({ action, fields: [] })
    const page = await submit(visitor, asked, {
      form: 'main form',
      typed: { ...credentials, kept },
    })
    t.equal(page.location, '/admin', action)
    visitor.cookies.delete('hemline')
  }
})
