// Profile page: the user's own account, without JavaScript.
import t from 'tap'
import {
  account,
  browser,
  build,
  OWNER,
  PASSWORD,
  program,
  signedIn,
} from '../../../support/app.ts'

const app = await build(t)

t.test('a visitor has no profile', async (t) => {
  t.equal((await browser(app).get('/profile')).location, '/auth/login?next=%2Fprofile')
})

t.test('name and phone number are changed, and errors are shown beside their fields', async (t) => {
  const rosa = await signedIn(app, await account(app, 'staff'))
  const wrong = await rosa.post('/profile', { firstName: 'Rosa', phoneNumber: 'call me' })
  t.equal(wrong.status, 422)
  t.equal(wrong.$('[name=phoneNumber]').attr('aria-invalid'), 'true')
  t.equal(wrong.$('[name=firstName]').val(), 'Rosa')

  const name = { firstName: 'Rosa', lastName: 'L.' }
  const saved = await rosa.post('/profile', { ...name, phoneNumber: '0170 5550142' })
  t.equal(saved.location, '/profile')
  const page = await rosa.get('/profile')
  t.match(page.$('.toast').text(), 'Profile saved.')
  t.equal(page.$('.sidebar-foot .menu-item span').text(), 'Rosa L.')
  await rosa.post('/profile', { ...name, phoneNumber: '' })
  t.equal((await rosa.get('/profile')).$('[name=phoneNumber]').val(), '', 'emptied')
})

t.test('a form with a stale version is refused', async (t) => {
  const rosa = await signedIn(app, await account(app, 'staff'))
  await rosa.post('/profile', { firstName: 'Rosa', lastName: 'One', version: '1' })
  const stale = await rosa.post('/profile', { firstName: 'Rosa', lastName: 'Two', version: '1' })
  t.equal(stale.status, 412)
  t.equal(stale.$('[name=lastName]').val(), 'Two', 'nothing typed is lost')
})

t.test('users cannot change their own role', async (t) => {
  const amina = await signedIn(app, await account(app, 'customer'))
  const forged = await amina.post('/profile', { fullName: 'Amina', role: 'admin' })
  t.equal(forged.status, 422)
  t.equal((await amina.get('/admin')).status, 403)
})

t.test('a new password requires the current one and signs other devices out', async (t) => {
  const who = await account(app, 'staff')
  const tablet = await signedIn(app, who)
  const phone = await signedIn(app, who)
  const password = 'seven silver buttons'
  const wrong = await tablet.post('/profile/password', { currentPassword: 'a guess', password })
  t.equal(wrong.status, 422)
  t.match(
    wrong.$('#f-currentPassword-error').text(),
    'This is not your current password. Try again.',
  )
  t.equal(wrong.$('[name=password]').val(), '')
  const done = await tablet.post('/profile/password', { currentPassword: PASSWORD, password })
  t.equal(done.location, '/profile')
  t.equal((await tablet.get('/admin')).status, 200)
  t.equal((await phone.get('/admin')).status, 303)
  t.ok(await signedIn(app, { ...who, password }))
})

const TABLET = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Safari/537.36'

t.test('signed-in devices are listed, and each can be signed out', async (t) => {
  const who = await account(app, 'staff')
  const phone = await signedIn(app, who)
  const tablet = browser(app)
  await tablet.get('/auth/login')
  await tablet.post('/auth/login', who, { 'user-agent': TABLET })
  const till = await program(app, who)

  const page = await phone.get('/profile')
  const devices = page.$('#devices li')
  t.equal(devices.length, 3)
  t.match(devices.text(), 'Chrome on Android')
  t.match(devices.text(), 'This device')
  const action = devices.filter((_, li) => page.$(li).text().includes('Android')).find('form')
  t.equal((await phone.post(String(action.attr('action')))).location, '/profile#devices')
  t.equal((await tablet.get('/admin')).status, 303)
  t.equal((await till.get('/api/users/me')).statusCode, 200)

  await phone.post('/profile/devices/sign-out')
  t.equal((await till.get('/api/users/me')).statusCode, 401)
  t.equal((await phone.get('/profile')).$('#devices li').length, 1, 'but not the one in my hand')
})

t.test('a device of another user cannot be signed out', async (t) => {
  const owner = await signedIn(app)
  const own = String((await owner.get('/profile')).response.body)
  t.match(own, OWNER.email)
  const me = (await owner.get('/api/users/me')).response.json()
  const mallory = await signedIn(app, await account(app, 'staff'))
  for (let id = 1; id <= 3; id++) {
    t.equal((await mallory.post(`/profile/devices/${id}/sign-out`)).status, 404)
  }
  t.equal((await owner.get('/api/users/me')).response.json().id, me.id)
})

t.test('the theme is stored with the user, and for visitors in a cookie', async (t) => {
  const rosa = await signedIn(app, await account(app, 'staff'))
  const chosen = await rosa.post('/theme', { theme: 'dark', next: '/profile' })
  t.equal(chosen.location, '/profile')
  t.equal((await rosa.get('/profile')).$('html').attr('data-theme'), 'dark')
  t.equal((await rosa.get('/api/users/me')).response.json().theme, 'dark')

  const visitor = browser(app)
  await visitor.get('/auth/login')
  // A page without a form has no CSRF token, so the sign-in page provides it.
  const done = await visitor.post('/theme', { theme: 'light', next: '//evil.test' })
  t.equal(done.location, '/')
  t.equal((await visitor.get('/auth/login')).$('html').attr('data-theme'), 'light')
  t.equal((await visitor.post('/theme', { theme: 'pink' })).status, 422)
})

t.test('customers see their profile in the storefront, staff in the back office', async (t) => {
  const amina = await signedIn(app, await account(app, 'customer'))
  t.equal((await amina.get('/profile')).$('.sidebar').length, 0)
  const rosa = await signedIn(app, await account(app, 'staff'))
  t.equal((await rosa.get('/profile')).$('.sidebar').length, 1)
})
