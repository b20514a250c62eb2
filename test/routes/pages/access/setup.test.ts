// First set-up of the shop, with the token from the log.
import t, { type Test } from 'tap'
import { buildApp } from '../../../../src/app.ts'
import { openDatabase } from '../../../../src/db/open.ts'
import { sql } from '../../../../src/db/sql.ts'
import { findSettings } from '../../../../src/services/shop/settings/read.ts'
import { browser, build, buildEmpty, program, signedIn, testConfig } from '../../../support/app.ts'

const SHOP = {
  name: 'Needle & Thread',
  address: '4 Mill Lane, Leeds',
  phoneNumber: '+44 113 496 0018',
  currency: 'GBP',
  locale: 'en-gb',
  timeZone: 'Europe/London',
}
const INES = { fullName: 'Ines Almeida', email: 'Ines@Shop.test', password: 'needle and thread 7' }

async function firstDay(t: Test) {
  const app = await buildEmpty(t)
  return { app, visitor: browser(app), token: String(app.setupToken?.value) }
}

t.test('the link of the log creates the shop, and its owner is signed in', async (t) => {
  const { app, visitor, token } = await firstDay(t)
  const form = await visitor.get(`/setup?token=${token}`)
  t.equal(form.status, 200)
  t.ok(form.$('select[name=currency] option[value=GBP]').length)
  t.match(form.$('select[name=timeZone] option').text(), 'UTC')

  const done = await visitor.post('/setup', { token, ...SHOP, ...INES })
  t.equal(done.location, '/admin')
  t.match(await findSettings(app.db), { ...SHOP, locale: 'en-GB', accent: 'marigold', version: 1 })
  t.match((await visitor.get('/profile')).$('main').text(), 'ines@shop.test')

  const owner = await program(app, INES)
  t.equal((await owner.get('/api/users/me')).json().role, 'admin')
})

t.test('without the token the set-up is refused', async (t) => {
  const { app, visitor, token } = await firstDay(t)
  t.equal((await visitor.get('/auth/login')).location, '/setup', 'there is nobody to sign in as')
  t.equal((await visitor.get('/')).location, '/setup')
  for (const guess of [
    '',
    '?token=',
    `?token=${'x'.repeat(43)}`,
    `?token=${token}x`,
    '?token=1&token=2',
  ]) {
    const page = await visitor.get(`/setup${guess}`)
    t.equal(page.status, 403, guess)
    t.match(page.$('main').text(), 'Open the link printed there')
    t.equal(page.$('form[action="/setup"]').length, 0)
  }
  await visitor.get(`/setup?token=${token}`)
  const forced = await visitor.post('/setup', { token: 'a guess', ...SHOP, ...INES })
  t.equal(forced.status, 403)
  t.equal(app.setupToken?.value, token, 'it still waits for its owner')
})

t.test('each start creates a new token', async (t) => {
  t.not((await firstDay(t)).token, (await firstDay(t)).token)
})

t.test('a shop is set up only once', async (t) => {
  const { app, visitor, token } = await firstDay(t)
  const second = browser(app)
  await visitor.get(`/setup?token=${token}`)
  await second.get(`/setup?token=${token}`)
  const both = await Promise.all([
    visitor.post('/setup', { token, ...SHOP, ...INES }),
    second.post('/setup', { token, ...SHOP, ...INES, email: 'mallory@shop.test' }),
  ])
  const places = both.map(({ status, location }) => (status === 303 ? location : status))
  t.equal(places.filter((place) => place === '/admin').length, 1)
  // The second was refused, or it came when the first was done.
  t.equal(places.filter((place) => place === 409 || place === '/auth/login').length, 1)
  const users = await app.db.all(sql`SELECT id FROM users`)
  t.equal(users.length, 1)
  t.equal(app.setupToken?.value, null)

  const late = browser(app)
  t.equal((await late.get(`/setup?token=${token}`)).location, '/auth/login')
  await late.get('/auth/login')
  t.equal((await late.post('/setup', { token, ...SHOP, ...INES })).location, '/auth/login')
})

t.test(
  'all errors are shown at once, and typed values are kept, except the password',
  async (t) => {
    const { app, visitor, token } = await firstDay(t)
    await visitor.get(`/setup?token=${token}`)
    const wrong = {
      currency: 'XXY',
      locale: '@@',
      timeZone: 'Mars/Olympus',
      email: 'ines',
      password: 'short',
    }
    const page = await visitor.post('/setup', { token, ...SHOP, ...INES, ...wrong, name: '' })
    t.equal(page.status, 422)
    for (const name of ['name', 'currency', 'locale', 'timeZone', 'email', 'password']) {
      t.equal(page.$(`[name=${name}]`).attr('aria-invalid'), 'true', name)
    }
    t.equal(page.$('[name=fullName]').val(), 'Ines Almeida')
    t.equal(page.$('[name=address]').val()?.toString().trim(), SHOP.address)
    t.equal(page.$('[name=password]').val(), '')
    t.equal((await findSettings(app.db)).name, 'Hemline', 'nothing was saved')

    const same = await visitor.post('/setup', { token, ...SHOP, ...INES, password: INES.email })
    t.match(same.$('#f-password-error').text(), 'must not be the e-mail')
  },
)

t.test('environment variables can create the owner instead', async (t) => {
  const app = await buildEmpty(t, { ADMIN_EMAIL: 'Ines@Shop.test', ADMIN_PASSWORD: INES.password })
  t.equal(app.setupToken, null)
  const owner = await signedIn(app, INES)
  t.equal((await owner.get('/admin')).status, 200)
  t.match(await findSettings(app.db), { name: 'Hemline', currency: 'USD' })
})

t.test('environment variables do not change a shop with an owner', async (t) => {
  const config = await testConfig(t, {
    ADMIN_EMAIL: 'ines@shop.test',
    ADMIN_PASSWORD: INES.password,
  })
  await (await buildApp({ config, db: await openDatabase(config) })).close()
  const changed = { ...config, adminPassword: 'another password' }
  const app = await buildApp({ config: changed, db: await openDatabase(changed) })
  t.teardown(() => app.close())
  const { email, password } = INES
  const signIn = { method: 'POST', url: '/api/auth/login', payload: { email, password } } as const
  t.equal((await app.inject(signIn)).statusCode, 200)
})

t.test('an invalid password in the environment stops the start with one line', async (t) => {
  const email = 'ines@shop.test'
  const config = await testConfig(t, { ADMIN_EMAIL: email, ADMIN_PASSWORD: email })
  const db = await openDatabase(config)
  t.teardown(() => db.close())
  const start = async () => buildApp({ config, db })
  await t.rejects(start(), {
    message: 'ADMIN_PASSWORD: The password must not be the e-mail address.',
  })
})

t.test('a shop that is set up has no token', async (t) => {
  const app = await build(t)
  t.equal((await browser(app).get('/setup')).location, '/auth/login')
})
