// One-time password links: by the API and on pages; each is good once, for 24 hours, for one account.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { eventsOf, openShop, refused } from '../../../support/api.ts'
import { account, browser, OWNER, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { accountWithRole } from '../../../support/roles.ts'

const { app, owner } = await openShop(t, {}, { PUBLIC_URL: 'https://shop.example' })
const PASSWORD = 'seven silver buttons'

async function someone(tier: 'staff' | 'customer' = 'staff') {
  const who = await account(app, tier)
  const { data } = (await owner.get(`/api/users?search=${who.email}`)).json()
  return { ...who, id: data[0].id as number, name: data[0].fullName as string }
}

async function linkFor(id: number): Promise<string> {
  const answer = await owner.post(`/api/users/${id}/password-link`, {})
  t.equal(answer.statusCode, 201, answer.body)
  return new URL(answer.json().url).pathname
}

/** Opens the link in a new browser and sends a password. */
async function choose(path: string, password: string) {
  const visitor = browser(app)
  const page = await visitor.get(path)
  if (page.status !== 200) return page
  return submit(visitor, page, { form: `form[action="${path}"]`, typed: { password } })
}

const login = (email: string, password: string) =>
  app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password } })

t.test('a link sets a new password, once, and signs all devices out', async (t) => {
  const { id, email, password } = await someone('customer')
  const phone = await signedIn(app, { email, password })
  const answer = await owner.post(`/api/users/${id}/password-link`, {})
  const { url, expiresAt } = answer.json()
  t.match(url, /^https:\/\/shop\.example\/auth\/password\/[\w-]{43}$/, 'the public address')
  const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000
  t.ok(hours > 23.9 && hours <= 24, expiresAt)
  const path = new URL(url).pathname
  const page = await browser(app).get(path)
  t.match(page.$('.card').text(), email)
  t.equal(page.response.headers['referrer-policy'], 'no-referrer')
  t.equal(page.response.headers['cache-control'], 'no-store')

  const short = await choose(path, 'short')
  t.equal(short.status, 422)
  t.match(short.$('#f-password-error').text(), '8 characters')
  t.equal((await choose(path, PASSWORD)).location, '/auth/login')
  t.equal((await login(email, PASSWORD)).statusCode, 200)
  t.equal((await login(email, password)).statusCode, 401)
  t.equal((await phone.get('/profile')).location, '/auth/login?next=%2Fprofile')
  const again = await choose(path, 'another-hem-99')
  t.equal(again.status, 404)
  t.match(again.$('main').text(), 'not valid any more')
  const types = (await eventsOf(app, 'user', id)).map(({ type, actor }) => `${actor} ${type}`)
  t.ok(types.includes('Ines Almeida user.password_link_created'))
  t.ok(types.includes('A customer user.password_link_used'))
})

t.test('only a hash of it is stored', async (t) => {
  const { id } = await someone()
  const secret = (await linkFor(id)).split('/').at(-1) ?? ''
  const stored = JSON.stringify([
    await app.db.all(sql`SELECT * FROM password_links`),
    await app.db.all(sql`SELECT * FROM events`),
    await app.db.all(sql`SELECT * FROM idempotency_keys`),
  ])
  t.notOk(stored.includes(secret))
})

t.test('a new link, a new password and time make it void', async (t) => {
  const { id, email } = await someone()
  const first = await linkFor(id)
  const second = await linkFor(id)
  t.equal((await choose(first, PASSWORD)).status, 404, 'replaced')
  await owner.put(`/api/users/${id}`, { password: 'needle and silk 8' })
  t.equal((await choose(second, PASSWORD)).status, 404, 'the password was changed')
  const third = await linkFor(id)
  await app.db.write((tx) =>
    tx.run(
      sql`UPDATE password_links SET expires_at = '2020-01-01T00:00:00.000Z' WHERE user_id = ${id}`,
    ),
  )
  t.equal((await choose(third, PASSWORD)).status, 404, 'expired')
  t.equal((await login(email, 'needle and silk 8')).statusCode, 200)
})

t.test('an account that is switched off gets no link, and its link does not work', async (t) => {
  const { id } = await someone()
  const path = await linkFor(id)
  await owner.put(`/api/users/${id}`, { isActive: false })
  t.equal((await choose(path, PASSWORD)).status, 404)
  refused(t, await owner.post(`/api/users/${id}/password-link`, {}), 403, 'account_disabled')
})

t.test('nobody makes one for somebody with more rights', async (t) => {
  const given = { name: 'Accounts', permissions: ['users.write'] }
  const role = (await owner.post('/api/roles', given)).json()
  const { person, userId } = await accountWithRole(app, owner, role.id)
  const helper = await program(app, person)
  const { id } = (await owner.get('/api/users/me')).json()
  refused(t, await helper.post(`/api/users/${id}/password-link`, {}), 403, 'more_rights')
  refused(t, await owner.post('/api/users/999999/password-link', {}), 404, 'not_found')
  const counter = await someone()
  refused(t, await helper.post(`/api/users/${counter.id}/password-link`, {}), 403, 'more_rights')
  const customer = await someone('customer')
  const made = await helper.post(`/api/users/${customer.id}/password-link`, {})
  t.equal(made.statusCode, 201, 'a customer has fewer')
  const links = await app.db.all(sql`SELECT user_id FROM password_links WHERE user_id = ${id}`)
  t.same(links, [])
  const visitor = await signedIn(app, person)
  await visitor.get(`/admin/users/${id}`)
  const page = await visitor.post(`/admin/users/${id}/password-link`)
  t.equal(page.status, 403)
  t.match(page.$('#problem').text(), 'Your own role does not have')
  t.ok(userId)
})

t.test('of two requests with the same link one sets the password', async (t) => {
  const { id, email } = await someone()
  const path = await linkFor(id)
  const browsers = [browser(app), browser(app)]
  for (const one of browsers) await one.get(path)
  const passwords = ['gown by friday', 'silk-thread-8 and more']
  const sent = await Promise.all(
    browsers.map((one, index) => one.post(path, { password: passwords[index] ?? '' })),
  )
  t.same(sent.map(({ status }) => status).sort(), [303, 404])
  const answers = await Promise.all(passwords.map((password) => login(email, password)))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, 401])
})

t.test('the page of an account shows the link once, and lockouts end with it', async (t) => {
  const { id, email, name } = await someone()
  for (let tries = 0; tries < 12; tries++) await login(email, 'a wrong guess')
  t.equal((await login(email, 'a wrong guess')).statusCode, 429)
  const ines = await signedIn(app, OWNER)
  const page = await ines.get(`/admin/users/${id}`)
  const form = `form[action="/admin/users/${id}/password-link"]`
  const made = await submit(ines, page, { form, button: 'Make a password link' })
  t.match(made.$('h1').text(), name)
  t.equal(made.response.headers['cache-control'], 'no-store')
  const path = new URL(String(made.$('#password-url').val())).pathname
  t.equal((await choose(path, PASSWORD)).location, '/auth/login')
  t.equal((await login(email, PASSWORD)).statusCode, 200, 'not locked any more')
})

t.test('the sign-in page says whom to ask', async (t) => {
  const visitor = browser(app)
  const link = (await visitor.get('/auth/login')).$('p:contains("Forgot your password?") a')
  const page = await visitor.get(link.attr('href') ?? '')
  t.equal(page.status, 200)
  t.match(page.$('main').text(), /Ask Needle & Thread for a link/)
})
