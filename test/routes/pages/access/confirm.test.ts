// The password before sensitive actions on pages: when it is asked for, and that nothing typed is lost.
import t, { type Test } from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { isSensitive } from '../../../../src/plugins/guards/confirmation.ts'
import { openShop } from '../../../support/api.ts'
import { AS_HTMX, type Browser, OWNER, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { multipart } from '../../../support/multipart.ts'
import { switchTo, tablet } from '../../../support/shop/tablets.ts'

const PIN = '4830'

async function shopOfOwner(t: Test) {
  const shop = await openShop(t)
  await shop.owner.put('/api/users/me/pin', { pin: PIN, currentPassword: OWNER.password })
  return shop
}

/** As if the password had been typed 16 minutes ago. */
async function waitLong({ db }: Awaited<ReturnType<typeof openShop>>['app']): Promise<void> {
  const then = new Date(Date.now() - 16 * 60_000).toISOString()
  await db.write(async (tx) => {
    await tx.run(sql`UPDATE sessions SET password_at = ${then} WHERE password_at IS NOT NULL`)
  })
}

async function byPin({ app, owner }: Awaited<ReturnType<typeof openShop>>): Promise<Browser> {
  const counter = await tablet(app, owner)
  await switchTo(counter, { id: 1, pin: PIN })
  return counter
}

const roleForm = { form: 'form[action="/admin/roles"]', typed: { name: 'Weekend help' } }
const confirmed = (password = OWNER.password) => ({
  form: '#confirm',
  typed: { confirmPassword: password },
})

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

t.test('refunds and reversals are asked for, payments are not', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const order = (
    await owner.post('/api/orders', {
      customer: { name: 'Amina', phoneNumber: '+353 1 555 0117' },
      items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
    })
  ).json()
  const counter = await byPin(shop)
  await counter.get(`/admin/orders/${order.id}`)
  const url = `/admin/orders/${order.id}/payments`
  const pay = (kind: string) => counter.post(url, { kind, amount: '10', method: 'cash' })
  t.equal((await pay('payment')).status, 303)
  const refund = await pay('refund')
  t.equal(refund.status, 403)
  t.equal((await submit(counter, refund, confirmed())).status, 303)
  t.match((await owner.get(`/api/orders/${order.id}`)).json(), { paidAmount: '0.00' })
  const { data } = (await owner.get(`/api/orders/${order.id}/payments`)).json()
  const reversal = await counter.post(
    `${url}/${data.find(({ kind }: { kind: string }) => kind === 'refund').id}/reversal`,
    { reason: 'Typed twice' },
  )
  t.equal(reversal.status, 403)
  t.equal((await submit(counter, reversal, confirmed())).status, 303)
})

t.test('undoing a payment or a refund is asked for, undoing anything else is not', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const gown = { itemName: 'Gown', quantity: 1, unitPrice: '100.00' }
  const customer = { name: 'Amina', phoneNumber: '+353 1 555 0117' }
  const { id } = (await owner.post('/api/orders', { customer, items: [gown] })).json()
  const counter = await byPin(shop)
  const path = `/admin/orders/${id}`
  await counter.get(path)
  const pay = (kind: string) =>
    counter.post(`${path}/payments`, { kind, amount: '10', method: 'cash' })
  const paid = async () => (await owner.get(`/api/orders/${id}`)).json().paidAmount
  const latest = { form: '#order-timeline form[action="/admin/undos"]' }
  const undo = async () => {
    const order = await counter.get(path)
    const form = order.$(latest.form).first()
    order.$(latest.form).not(form).remove()
    return submit(counter, order, latest)
  }

  await pay('payment')
  const asked = await undo()
  t.equal(asked.status, 403)
  t.equal(await paid(), '10.00', 'nothing happened')
  const wrong = await submit(counter, asked, confirmed('not hers'))
  t.equal(wrong.status, 422)
  t.equal((await submit(counter, wrong, confirmed())).location, path)
  t.equal(await paid(), '0.00')

  await pay('payment')
  await submit(counter, await pay('refund'), confirmed())
  const refund = await undo()
  t.equal(refund.status, 403, 'a refund')
  await submit(counter, refund, confirmed())
  t.equal(await paid(), '10.00')

  await counter.post(`${path}/status`, { status: 'in_progress' })
  t.equal((await undo()).location, path, 'a move')
  t.match((await owner.get(`/api/orders/${id}`)).json(), { status: 'pending' })
})

t.test('a refund cannot be disguised in a forged form', async (t) => {
  const shop = await shopOfOwner(t)
  const { owner } = shop
  const gown = { itemName: 'Gown', quantity: 1, unitPrice: '100.00' }
  const customer = { name: 'Amina', phoneNumber: '+353 1 555 0117' }
  const { id } = (await owner.post('/api/orders', { customer, items: [gown] })).json()
  await owner.post(`/api/orders/${id}/payments`, { amount: '10.00' })
  const counter = await byPin(shop)
  const page = await counter.get(`/admin/orders/${id}`)
  const _csrf = page.$('input[name=_csrf]').first().attr('value') ?? ''
  for (const kinds of [['payment', 'refund'], [' refund '], ['refund\n']]) {
    const payload = new URLSearchParams({ _csrf, amount: '10', method: 'cash' })
    for (const kind of kinds) payload.append('kind', kind)
    const answer = await counter.send({
      method: 'POST',
      url: `/admin/orders/${id}/payments`,
      payload: payload.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    t.equal(answer.status, 403, JSON.stringify(kinds))
  }
  t.match((await owner.get(`/api/orders/${id}`)).json(), { paidAmount: '10.00' })
})

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
