// The password before sensitive actions on pages: when it is asked for, and that nothing typed is lost.
import t from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { isSensitive } from '../../../../../src/plugins/guards/confirmation.ts'
import { openShop } from '../../../../support/api.ts'
import { AS_HTMX, signedIn } from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { multipart } from '../../../../support/multipart.ts'
import { byPin, confirmed, shopOfOwner, waitLong } from '../../../../support/shop/confirmations.ts'

const roleForm = { form: 'form[action="/admin/roles"]', typed: { name: 'Weekend help' } }
t.test(
  'after 15 minutes the form waits for the password, and goes on with what was typed',
  async (t) => {
    const shop = await shopOfOwner(t)
    const { app, owner } = shop
    const ines = await signedIn(app)
    const roles = async () =>
      (await owner.get('/api/roles')).json().data.map((role: { name: string }) => role.name)
    t.equal(
      (await submit(ines, await ines.get('/admin/roles/new'), roleForm)).status,
      303,
      'not asked',
    )
    await waitLong(app)
    const other = {
      ...roleForm,
      typed: { name: 'Workshop "two" & more', permissions: ['orders.read', 'orders.move'] },
    }
    const form = await ines.get('/admin/roles/new')
    t.equal(form.status, 200, 'looking is free')
    const asked = await submit(ines, form, other)
    t.equal(asked.status, 403)
    t.match(said(asked.$('main')), 'this needs your password. Nothing is saved yet.')
    t.notOk((await roles()).includes(other.typed.name))
    const wrong = await submit(ines, asked, confirmed('not hers'))
    t.equal(wrong.status, 422)
    t.match(said(wrong.$('#f-confirmPassword-error')), 'This is not your password')
    t.notMatch(wrong.response.body, 'not hers')
    t.equal((await submit(ines, wrong, confirmed(''))).status, 422)
    const done = await submit(ines, wrong, confirmed())
    t.equal(done.location, '/admin/roles')
    t.ok((await roles()).includes(other.typed.name))
    const { data } = (await owner.get('/api/roles')).json()
    t.match(data.find((role: { name: string }) => role.name === other.typed.name).permissions, [
      'orders.read',
      'orders.move',
      'customers.read',
      'employees.read',
    ])
    const next = { ...roleForm, typed: { name: 'A third' } }
    t.equal(
      (await submit(ines, await ines.get('/admin/roles/new'), next)).status,
      303,
      'not asked again',
    )
  },
)

t.test('on a tablet opened by PIN it is asked for every time', async (t) => {
  const shop = await shopOfOwner(t)
  const counter = await byPin(shop)
  for (const name of ['First', 'Second']) {
    const asked = await submit(counter, await counter.get('/admin/roles/new'), {
      ...roleForm,
      typed: { name },
    })
    t.equal(asked.status, 403)
    t.equal((await submit(counter, asked, confirmed())).location, '/admin/roles')
  }
})

t.test(
  'a script is told to send the form plainly; the password of a new account stays hidden',
  async (t) => {
    const shop = await shopOfOwner(t)
    const counter = await byPin(shop)
    const typed = {
      firstName: 'Karim',
      lastName: 'Haddad',
      email: 'karim@shop.test',
      password: 'hidden bobbin 42',
    }
    const fill = { form: 'form[action="/admin/users"][method=post]', typed }
    const form = await counter.get('/admin/users/new')
    const plainly = await submit(counter, form, { ...fill, headers: AS_HTMX })
    t.match(plainly.response.headers, { 'hx-trigger': 'send-plainly', 'hx-reswap': 'none' })
    const asked = await submit(counter, form, fill)
    t.notMatch(asked.response.body, typed.password)
    const wrong = await submit(counter, asked, confirmed('not hers'))
    t.notMatch(wrong.response.body, typed.password)
    t.equal((await submit(counter, wrong, confirmed())).location, '/admin/users')
    t.ok(await signedIn(shop.app, typed), 'with the password that was typed first')
  },
)

t.test('a download asks first, and the password is good for that one', async (t) => {
  const shop = await shopOfOwner(t)
  const counter = await byPin(shop)
  const url = '/api/orders/export/csv?status=ready'
  const away = await counter.get(url)
  t.equal(away.location, `/auth/confirm?next=${encodeURIComponent(url)}`)
  const asked = await counter.get(away.location ?? '')
  t.equal((await submit(counter, asked, confirmed('not hers'))).status, 422)
  const done = await submit(counter, asked, confirmed())
  t.equal(done.location, url)
  t.match((await counter.get(url)).response.headers['content-type'], 'text/csv')
  t.equal((await counter.get(url)).status, 303, 'spent')
  const asScript = await counter.get(url, { accept: 'application/json' })
  t.match(asScript.response.json(), { code: 'password_needed', status: 403 })
  await submit(counter, await counter.get(away.location ?? ''), confirmed())
  await shop.app.db.write(async (tx) => {
    await tx.run(sql`UPDATE sessions SET confirmed_until = '2026-01-01T00:00:00.000Z'`)
  })
  t.equal((await counter.get(url)).status, 303, 'two minutes are over')
  t.equal(
    (await counter.get('/auth/confirm?next=//evil.test')).$('input[name=next]').attr('value'),
    '/',
  )
})

t.test('a logo is chosen again after the password', async (t) => {
  const shop = await shopOfOwner(t)
  const counter = await byPin(shop)
  await counter.get('/admin/settings')
  const page = await counter.get('/admin/settings')
  const form = new FormData()
  form.set('_csrf', page.$('input[name=_csrf]').first().attr('value') ?? '')
  form.set('logo', new File(['no picture'], 'logo.png', { type: 'image/png' }))
  const body = await multipart(form)
  const send = () => counter.send({ method: 'POST', url: '/admin/settings/logo', ...body })
  const asked = await send()
  t.equal(asked.status, 403)
  t.match(said(asked.$('main')), 'Choose the file again afterwards.')
  t.equal((await submit(counter, asked, confirmed())).status, 303)
  t.not((await send()).status, 403, 'the upload is read')
  t.equal((await send()).status, 403)
})

t.test('wrong passwords are throttled as at the sign-in', async (t) => {
  const { app } = await openShop(t, {}, { SIGN_IN_MAX_FAILURES: '5' })
  const ines = await signedIn(app)
  await waitLong(app)
  let page = await submit(ines, await ines.get('/admin/roles/new'), roleForm)
  for (let time = 0; time < 5; time++) page = await submit(ines, page, confirmed('not hers'))
  page = await submit(ines, page, confirmed())
  t.equal(page.status, 429)
  t.equal(page.$('input[name=name]').attr('value'), 'Weekend help', 'the form is still there')
})

t.test(
  'every sensitive form is asked for on a tablet opened by PIN, and nothing happens',
  async (t) => {
    const shop = await shopOfOwner(t)
    const { app } = shop
    const counter = await byPin(shop)
    await counter.get('/profile')
    const newest = () => app.db.get<{ id: number }>(sql`SELECT max(id) AS id FROM events`)
    const before = await newest()
    const asked: string[] = []
    for (const [url, { configs }] of app.routeTable) {
      const config = configs.get('POST')
      const request = { is404: false, method: 'POST', url, routeOptions: { url, config } }
      if (!config || url.startsWith('/api/') || !(await isSensitive(request as never))) continue
      const page = await counter.post(url.replace(/:\w+/g, '1'))
      t.equal(page.status, 403, url)
      t.equal(page.$('#confirm').length, 1, url)
      asked.push(url)
    }
    t.same(await newest(), before)
    const named = [
      '/admin/users',
      '/admin/users/:id/pin',
      '/admin/roles/:id/delete',
      '/admin/devices',
      '/admin/devices/:id/revoke',
      '/admin/settings',
      '/admin/settings/payments',
      '/admin/settings/logo',
    ]
    for (const url of named) t.ok(asked.includes(url), url)
  },
)
