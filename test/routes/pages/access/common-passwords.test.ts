// Common passwords are refused wherever a password is set, by pages and by the API.
import t from 'tap'
import { wrongFields } from '../../../support/api.ts'
import {
  account,
  browser,
  build,
  buildEmpty,
  OWNER,
  program,
  signedIn,
} from '../../../support/app.ts'

const app = await build(t)
const owner = await program(app)
const COMMON = 'Sunshine2026'
const TEXT = 'This password is one of the first that others try.'

t.test('at the set-up of a shop, with the name of the shop', async (t) => {
  const empty = await buildEmpty(t)
  const visitor = browser(empty)
  const token = empty.setupToken?.value ?? ''
  await visitor.get(`/setup?token=${token}`)
  const shop = { name: 'Silver Bobbin', currency: 'EUR', locale: 'en-GB', timeZone: 'UTC' }
  const fields = { ...shop, token, email: 'ines@shop.test', fullName: 'Ines Almeida' }
  for (const password of [COMMON, 'silver bobbin', 'SilverBobbin1', 'almeida-2026']) {
    const page = await visitor.post('/setup', { ...fields, password })
    t.equal(page.status, 422, password)
    t.match(page.$('#f-password-error').text(), 'Use several words', password)
    t.equal(page.$('[name=fullName]').val(), 'Ines Almeida', 'what was typed stays')
  }
})

t.test('by ADMIN_PASSWORD', async (t) => {
  const env = { ADMIN_EMAIL: 'ines@shop.test', ADMIN_PASSWORD: COMMON }
  await t.rejects(buildEmpty(t, env), { message: new RegExp(`ADMIN_PASSWORD: ${TEXT}`) })
})

t.test('at registration', async (t) => {
  const input = { email: 'amina.bello@example.com', name: 'Amina Bello' }
  for (const password of [COMMON, 'aminabello', 'Amina.Bello7']) {
    const payload = { ...input, password }
    const answer = await app.inject({ method: 'POST', url: '/api/auth/register', payload })
    t.same(wrongFields(answer), { '/password': 'too_common' }, password)
  }
  const visitor = browser(app)
  await visitor.get('/auth/register')
  const page = await visitor.post('/auth/register', { ...input, password: COMMON })
  t.match(page.$('#f-password-error').text(), TEXT)
})

t.test('for a new account and a changed one', async (t) => {
  const input = { email: 'rosa@shop.test', fullName: 'Rosa Lindqvist', role: 'staff' }
  const added = await owner.post('/api/users', { ...input, password: COMMON })
  t.same(wrongFields(added), { '/password': 'too_common' })
  const { id } = (await owner.post('/api/users', { ...input, password: 'gown by friday' })).json()
  const changed = await owner.put(`/api/users/${id}`, { password: 'lindqvist84' })
  t.same(wrongFields(changed), { '/password': 'too_common' })
  const patch = { fullName: 'Rosa Castellanos', password: 'castellanos1' }
  t.same(wrongFields(await owner.put(`/api/users/${id}`, patch)), { '/password': 'too_common' })

  const ines = await signedIn(app, OWNER)
  await ines.get('/admin/users/new')
  const form = { fullName: 'Zelda', email: 'zelda@shop.test', password: COMMON }
  t.match((await ines.post('/admin/users', form)).$('#f-password-error').text(), TEXT)
  const set = await ines.post(`/admin/users/${id}/password`, { password: COMMON })
  t.match(set.$('#f-password-error').text(), TEXT)
})

t.test('on the profile', async (t) => {
  const who = await account(app, 'staff')
  const rosa = await signedIn(app, who)
  const form = { currentPassword: who.password, password: COMMON }
  t.match((await rosa.post('/profile/password', form)).$('#f-password-error').text(), TEXT)
  const person = await program(app, who)
  t.same(wrongFields(await person.put('/api/users/me', form)), { '/password': 'too_common' })
  t.equal(
    (await person.put('/api/users/me', { ...form, password: 'two words more' })).statusCode,
    200,
  )
})

t.test('by a password link', async (t) => {
  const who = await account(app, 'customer')
  const { data } = (await owner.get(`/api/users?search=${who.email}`)).json()
  const { url } = (await owner.post(`/api/users/${data[0].id}/password-link`, {})).json()
  const { pathname } = new URL(url)
  const visitor = browser(app)
  await visitor.get(pathname)
  const page = await visitor.post(pathname, { password: COMMON })
  t.match(page.$('#f-password-error').text(), TEXT)
  t.equal((await visitor.post(pathname, { password: 'two words more' })).status, 303)
})
