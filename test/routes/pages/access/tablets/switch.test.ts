// Taking turns on a shared tablet by name and PIN: who did what, what was typed, and when it locks itself.
import t, { type Test } from 'tap'
import { sql } from '../../../../../src/db/sql.ts'
import { openShop } from '../../../../support/api.ts'
import { AS_HTMX } from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { colleague, leaveIdle, switchTo, tablet } from '../../../../support/shop/tablets.ts'

const FROM_PAGE = { 'sec-fetch-site': 'same-origin' }

async function shopWithTablet(t: Test) {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  return { app, owner, rosa, karim, counter: await tablet(app, owner) }
}

t.test('a name is tapped, a PIN typed, and the page from before is there again', async (t) => {
  const { app, rosa, karim, counter } = await shopWithTablet(t)
  const away = await counter.get('/admin/orders?status=ready')
  t.equal(away.location, '/auth/switch?next=%2Fadmin%2Forders%3Fstatus%3Dready')
  const page = await counter.get(away.location ?? '')
  t.same(
    page
      .$('.pick')
      .get()
      .map((one) => said(page.$(one))),
    ['Karim Haddad', 'Rosa Lindqvist'],
    'only people with a PIN, by name, and nothing else of them',
  )
  t.notMatch(page.response.body, /@shop\.test|4830/)
  const pin = page.$('#f-pin')
  t.match(pin.attr(), { type: 'password', inputmode: 'numeric', autocomplete: 'off' })
  const wrong = await submit(counter, page, {
    form: '#switch',
    typed: { userId: String(rosa.id), pin: '7395' },
  })
  t.equal(wrong.status, 422)
  t.match(said(wrong.$('#problem')), 'Wrong PIN. Try again.')
  t.equal(wrong.$('#f-pin').attr('value'), '', 'the PIN is not in the page')
  t.equal(wrong.$('input[name=userId]:checked').attr('value'), String(rosa.id))
  const nobody = await submit(counter, wrong, { form: '#switch', typed: { userId: [], pin: '' } })
  t.equal(nobody.status, 422)
  const right = await submit(counter, wrong, { form: '#switch', typed: { pin: rosa.pin } })
  t.equal(right.location, '/admin/orders?status=ready')

  const orders = await counter.get('/admin/orders')
  const link = orders.$('.topbar a[href^="/auth/switch"]')
  t.match(said(link), 'Rosa Lindqvist')
  const choice = await counter.get(link.attr('href') ?? '')
  const switched = await submit(counter, choice, {
    form: '#switch',
    typed: { userId: String(karim.id), pin: karim.pin },
  })
  t.equal(switched.location, '/admin/orders')
  t.match(said((await counter.get('/profile')).$('h1 + p, .page-header')), karim.email)
  const rows = await app.db.all<{ open: number }>(sql`
    SELECT count(*) AS open FROM sessions WHERE device_id IS NOT NULL AND revoked_at IS NULL`)
  t.same(rows, [{ open: 1 }], 'the session before has ended')
})

t.test('without somebody’s PIN the cookie of a tablet opens nothing', async (t) => {
  const { app, counter } = await shopWithTablet(t)
  let refused = 0
  for (const [path, { configs }] of app.routeTable) {
    for (const [method, { permission }] of configs) {
      if (permission === undefined || permission === 'public' || method === 'OPTIONS') continue
      const url = path.replace(/:\w+/g, '1').replace('*', 'x')
      const { response } = await counter.send({ method: method as 'GET', url })
      const { statusCode, headers } = response
      const isAsked = statusCode === 401 || /^\/auth\/switch/.test(String(headers.location))
      t.ok(isAsked, `${method} ${url} answers ${statusCode}`)
      refused += 1
    }
  }
  t.ok(refused > 150, String(refused))
})

t.test(
  '100 turns with forms half filled: each event has its author, and nothing is lost',
  async (t) => {
    const { app, owner, rosa, karim, counter } = await shopWithTablet(t)
    for (let turn = 0; turn < 100; turn++) {
      const [before, after] = turn % 2 === 0 ? [rosa, karim] : [karim, rosa]
      await switchTo(counter, before)
      const form = await counter.get('/admin/customers/new')
      const typed = {
        name: `Customer ${turn}`,
        phoneNumber: `+353 1 555 ${1000 + turn}`,
        notes: `Note "${turn}"`,
      }
      const fill = { form: 'form[action="/admin/customers"]', typed, headers: FROM_PAGE }
      const way = turn % 4
      // Locked while it was typed, or the other one took the tablet in another tab.
      if (way < 2) await leaveIdle(app, 6)
      else await switchTo(counter, after)
      let page = await submit(counter, form, fill)
      if (way < 2) {
        t.equal(page.status, 401, 'locked')
        const by = way === 0 ? after : before
        page = await submit(counter, page, {
          form: '#switch',
          typed: { userId: String(by.id), pin: by.pin },
        })
        t.equal(page.$('#typed-by').length, by === before ? 0 : 1)
      } else t.equal(page.status, 403, 'the form is of an earlier sign-in')
      for (const value of Object.values(typed)) t.match(said(page.$('#typed')), value)
      const sent = await submit(counter, page, { form: '#resume' })
      t.equal(sent.status, 303)
    }
    const { data } = (await owner.get('/api/events?type=customer.created&limit=200')).json()
    const authors = data.map(
      ({ actor, data: { name } }: { actor: string; data: { name: string } }) => [name, actor],
    )
    const expected = Array.from({ length: 100 }, (_, turn) => {
      const [before, after] = turn % 2 === 0 ? [rosa, karim] : [karim, rosa]
      return [`Customer ${turn}`, turn % 4 === 1 ? before.fullName : after.fullName]
    })
    t.same(authors.sort(), expected.sort())
    const list = (await owner.get('/api/customers?limit=200')).json().data as { notes: string }[]
    t.same(
      list.map(({ notes }) => notes).sort(),
      expected.map(([name]) => `Note "${name?.slice(9)}"`).sort(),
    )
  },
)

t.test('a tablet locks itself after the set time, or at once by hand', async (t) => {
  const { app, owner, rosa, counter } = await shopWithTablet(t)
  await switchTo(counter, rosa)
  await leaveIdle(app, 4)
  t.equal((await counter.get('/admin/orders')).status, 200, 'used before the five minutes are over')
  await leaveIdle(app, 6)
  t.equal((await counter.get('/admin/orders')).location, '/auth/switch?next=%2Fadmin%2Forders')
  t.equal(
    (await counter.get('/')).$('.top-places a[href="/auth/login"]').length,
    1,
    'public pages see a visitor',
  )
  const stream = await counter.send({ method: 'GET', url: '/api/orders/1/images/1' })
  t.equal(stream.status, 401)
  const fragment = await counter.get('/admin/orders', AS_HTMX)
  t.equal(fragment.response.headers['hx-redirect'], '/auth/switch?next=%2Fadmin%2Forders')
  const asked = await counter.get('/auth/switch')
  t.equal(asked.$('input[name=userId]:checked').attr('value'), String(rosa.id))
  await submit(counter, asked, { form: '#switch', typed: { pin: rosa.pin } })

  await leaveIdle(app, 4)
  await counter.get('/admin/orders', { 'live-refresh': '1' })
  await counter.send({ method: 'GET', url: '/api/orders' })
  const { lastUsedAt } = (await app.db.get<{ lastUsedAt: string }>(sql`
    SELECT last_used_at AS "lastUsedAt" FROM sessions
    WHERE device_id IS NOT NULL AND revoked_at IS NULL`)) ?? { lastUsedAt: '' }
  t.ok(Date.parse(lastUsedAt) < Date.now() - 3 * 60_000, 'what the page does by itself is no use')

  const orders = await counter.get('/admin/orders')
  const locked = await submit(counter, orders, { form: '.sidebar form[action="/auth/lock"]' })
  t.equal(locked.location, '/auth/switch?next=%2Fadmin%2Forders')
  t.equal((await counter.get('/admin/orders')).status, 303)

  await owner.put('/api/settings', { tabletLockMinutes: 0 })
  await switchTo(counter, rosa)
  await leaveIdle(app, 1000)
  t.equal((await counter.get('/admin/orders')).status, 200, '0 is never')
})

t.test(
  'a password works on a tablet too, with what was typed, and then it locks as well',
  async (t) => {
    const { app, owner, rosa, counter } = await shopWithTablet(t)
    await switchTo(counter, rosa)
    const form = await counter.get('/admin/customers/new')
    await leaveIdle(app, 6)
    const typed = { name: 'Amina Bello', phoneNumber: '+353 1 555 0199' }
    const locked = await submit(counter, form, {
      form: 'form[action="/admin/customers"]',
      typed,
      headers: FROM_PAGE,
    })
    const login = await submit(counter, locked, { form: '#switch', button: 'Use a password' })
    const { email, password } = rosa
    const resumed = await submit(counter, login, {
      form: 'form[action="/auth/login"]',
      typed: { email, password },
    })
    t.match(said(resumed.$('#typed')), 'Amina Bello')
    t.equal((await submit(counter, resumed, { form: '#resume' })).status, 303)
    t.equal((await owner.get('/api/customers?search=Amina')).json().data.length, 1)
    await leaveIdle(app, 6)
    t.equal((await counter.get('/admin/orders')).location, '/auth/switch?next=%2Fadmin%2Forders')
  },
)

t.test('a revoked tablet is signed out at once, and its PINs are no good', async (t) => {
  const { owner, rosa, counter } = await shopWithTablet(t)
  await switchTo(counter, rosa)
  await owner.delete(`/api/devices/${counter.id}`)
  t.equal((await counter.get('/admin/orders')).location, '/auth/login?next=%2Fadmin%2Forders')
  t.equal((await counter.get('/auth/switch')).location, '/auth/login')
  await counter.get('/auth/login')
  const late = await counter.post('/auth/switch', { userId: String(rosa.id), pin: rosa.pin })
  t.equal(late.status, 303)
  t.match(late.location, '/auth/login')
})
