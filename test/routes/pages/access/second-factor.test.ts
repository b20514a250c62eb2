// Two-step sign-in on pages, without JavaScript.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { account, browser, build, OWNER, program, signedIn } from '../../../support/app.ts'
import { submit } from '../../../support/forms.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { codeAt, turnOn, wrongCode } from '../../../support/second-factor.ts'

const app = await build(t)
const owner = await program(app)
const SET_UP = '/profile/second-factor'
const SECOND = '/auth/second-factor'

/** An account with a second factor, and a browser that has sent the right password. */
async function firstStep(next = '') {
  const who = await account(app, 'staff')
  const factor = await turnOn(app, await program(app, who))
  const visitor = browser(app)
  await visitor.get(`/auth/login${next && `?next=${encodeURIComponent(next)}`}`)
  const sent = await visitor.post('/auth/login', { ...who, ...(next && { next }) })
  return { who, visitor, sent, ...factor }
}

async function signedInWith(who: { email: string; password: string }, code: string) {
  const visitor = browser(app)
  await visitor.get('/auth/login')
  await visitor.post('/auth/login', who)
  await visitor.post(SECOND, { code })
  await visitor.get('/profile')
  return visitor
}

t.test('it is set up with a QR code or a key, and shows recovery codes once', async (t) => {
  const who = await account(app, 'staff')
  const rosa = await signedIn(app, who)
  const profile = await rosa.get('/profile')
  t.match(profile.$('#second-factor').text(), 'Off.')
  const begun = await submit(rosa, await rosa.get(SET_UP), { form: `form[action="${SET_UP}"]` })
  t.equal(begun.location, `${SET_UP}#set-up`)
  const page = await rosa.get(SET_UP)
  t.match(page.$('#set-up img').attr('src'), /^data:image\/svg\+xml/)
  const secret = String(page.$('#secret').val()).replaceAll(' ', '')
  t.match(secret, /^[A-Z2-7]{32}$/)
  t.equal(page.$('[name=code]').attr('autocomplete'), 'one-time-code')
  t.equal(page.$('[name=code]').attr('inputmode'), 'numeric')

  const form = `form[action="${SET_UP}/confirm"]`
  const wrong = await submit(rosa, page, { form, typed: { code: wrongCode(secret) } })
  t.equal(wrong.status, 422)
  t.match(wrong.$('#f-code-error').text(), 'This code is wrong')
  t.equal(String(wrong.$('#secret').val()).replaceAll(' ', ''), secret, 'the same key')
  const shown = await submit(rosa, wrong, { form, typed: { code: codeAt(secret) } })
  t.equal(shown.status, 200)
  t.equal(shown.response.headers['cache-control'], 'no-store')
  const codes = String(shown.$('#codes').val()).trim().split('\n')
  t.equal(codes.length, 10)
  const after = await rosa.get(SET_UP)
  t.equal(after.$('#secret').length, 0, 'never shown again')
  t.notOk(after.response.body.includes(codes[0] ?? ''))
  t.match((await rosa.get('/profile')).$('#second-factor').text(), /10\s+of 10 recovery codes/)
})

t.test('new recovery codes are shown once, after the password and a code', async (t) => {
  const who = await account(app, 'staff')
  const { secret, recoveryCodes: old } = await turnOn(app, await program(app, who))
  const rosa = await signedInWith(who, codeAt(secret))
  const form = `form[action="${SET_UP}/recovery-codes"]`
  const page = await rosa.get(SET_UP)
  const typed = { codesPassword: 'a guess', codesCode: codeAt(secret, 1) }
  const wrong = await submit(rosa, page, { form, typed })
  t.equal(wrong.status, 422)
  t.match(wrong.$('#f-codesPassword-error').text(), 'This is not your current password')
  t.equal(wrong.$('#f-password-error').length, 0, 'not in the other form')
  t.ok(wrong.$(`${form} details`).is('[open]'))
  const noCode = await submit(rosa, wrong, {
    form,
    typed: { codesPassword: who.password, codesCode: wrongCode(secret) },
  })
  t.match(noCode.$('#f-codesCode-error').text(), 'This code is wrong')
  const shown = await submit(rosa, noCode, {
    form,
    typed: { codesPassword: who.password, codesCode: codeAt(secret, 1) },
  })
  t.equal(shown.status, 200)
  t.equal(shown.response.headers['cache-control'], 'no-store')
  const codes = String(shown.$('#codes').val()).trim().split('\n')
  t.equal(codes.length, 10)
  t.notOk(codes.some((code) => old.includes(code)))
  t.notOk((await rosa.get(SET_UP)).response.body.includes(codes[0] ?? ''))
})

t.test('after the password, a page asks for the code', async (t) => {
  const { visitor, sent, secret } = await firstStep('/admin/customers')
  t.equal(sent.location, `${SECOND}?next=%2Fadmin%2Fcustomers`)
  t.equal((await visitor.get('/admin')).location, '/auth/login?next=%2Fadmin', 'not in yet')
  const page = await visitor.get(sent.location ?? '')
  const field = page.$('#f-code')
  t.equal(field.attr('autocomplete'), 'one-time-code')
  t.equal(field.attr('inputmode'), 'numeric')
  const empty = await visitor.post(SECOND, { code: ' ' })
  t.match(empty.$('#f-code-error').text(), 'Type the code')
  const wrong = await visitor.post(SECOND, { code: wrongCode(secret), next: '/admin/customers' })
  t.equal(wrong.status, 422)
  t.match(wrong.$('#problem').text(), 'This code is wrong')
  const right = await visitor.post(SECOND, { code: codeAt(secret), next: '/admin/customers' })
  t.equal(right.location, '/admin/customers')
  t.equal((await visitor.get('/admin/customers')).status, 200)
  t.equal((await visitor.get(SECOND)).location, '/admin', 'nothing left to type')
})

t.test('a recovery code signs in, too', async (t) => {
  const { visitor, recoveryCodes } = await firstStep()
  const page = await visitor.get(SECOND)
  const form = `form[action="${SECOND}"]:has(#f-recovery)`
  const sent = await submit(visitor, page, { form, typed: { code: recoveryCodes[0] ?? '' } })
  t.equal(sent.location, '/admin')
})

t.test('the first step counts ten minutes, for one password, on one browser', async (t) => {
  const { who, visitor, secret } = await firstStep()
  const stranger = browser(app)
  await stranger.get('/auth/login')
  t.equal((await stranger.get(SECOND)).location, '/auth/login')
  t.equal((await stranger.post(SECOND, { code: codeAt(secret) })).location, '/auth/login')

  const clock = Date.now
  t.teardown(() => {
    Date.now = clock
  })
  Date.now = () => clock() + 601_000
  const late = await visitor.post(SECOND, { code: codeAt(secret) })
  t.equal(late.location, '/auth/login')
  Date.now = clock
  t.equal((await visitor.get(SECOND)).status, 200)
  await app.db.write((tx) =>
    tx.run(sql`UPDATE users SET password_hash = 'another' WHERE email = ${who.email}`),
  )
  t.equal((await visitor.post(SECOND, { code: codeAt(secret) })).location, '/auth/login')
  t.equal((await visitor.get('/admin')).location, '/auth/login?next=%2Fadmin')
})

t.test('a form that came too late for its session goes along through both steps', async (t) => {
  const who = await account(app, 'staff')
  const { secret } = await turnOn(app, await program(app, who))
  const rosa = browser(app)
  await rosa.get('/auth/login')
  const form = { name: 'Amina Bello', phoneNumber: '0170 555 0142' }
  const headers = { origin: 'http://localhost:80', host: 'localhost:80' }
  const asked = await rosa.post('/admin/customers', form, headers)
  t.match(asked.$('h1').text(), 'Sign in')
  const login = await submit(rosa, asked, { form: 'form[action="/auth/login"]', typed: who })
  t.equal(login.status, 200)
  t.match(login.$('h1').text(), 'Type your code')
  const second = 'form[action="/auth/second-factor"]:has(#f-code)'
  const done = await submit(rosa, login, { form: second, typed: { code: codeAt(secret) } })
  t.match(done.$('#typed').text(), 'Amina Bello')
})

t.test('turning it off needs password and code', async (t) => {
  const { who, visitor, secret, recoveryCodes } = await firstStep()
  await visitor.post(SECOND, { code: codeAt(secret) })
  const page = await visitor.get(SET_UP)
  const form = `form[action="${SET_UP}/off"]`
  const code = recoveryCodes[0] ?? ''
  const wrong = await submit(visitor, page, { form, typed: { password: 'a guess', code } })
  t.match(wrong.$('#f-password-error').text(), 'not your current password')
  const off = await submit(visitor, wrong, { form, typed: { password: who.password, code } })
  t.equal(off.location, SET_UP)
  t.equal((await visitor.get(SET_UP)).$('#begin').length, 1)
})

t.test('a role that requires it leads to the set-up and nowhere else', async (t) => {
  const { id } = (
    await owner.post('/api/roles', { name: 'Till', permissions: ['orders.read'] })
  ).json()
  const { person } = await accountWithRole(app, owner, id)
  const ines = await signedIn(app, OWNER)
  const rolePage = await ines.get(`/admin/roles/${id}`)
  const saved = await submit(ines, rolePage, {
    form: `form[action="/admin/roles/${id}"]`,
    typed: { requiresSecondFactor: ['true'] },
  })
  t.equal(saved.location, '/admin/roles')
  t.ok((await ines.get(`/admin/roles/${id}`)).$('[name=requiresSecondFactor]').is('[checked]'))

  const rosa = browser(app)
  await rosa.get('/auth/login')
  await rosa.post('/auth/login', person)
  for (const path of ['/admin/orders', '/profile', '/admin']) {
    t.equal((await rosa.get(path)).location, SET_UP, path)
  }
  t.equal((await rosa.fragment('/admin/orders')).response.headers['hx-redirect'], SET_UP)
  const page = await rosa.get(SET_UP)
  t.match(page.$('.alert').text(), 'Your role needs two-step sign-in.')
  await submit(rosa, page, { form: `form[action="${SET_UP}"]` })
  const begun = await rosa.get(SET_UP)
  const code = codeAt(String(begun.$('#secret').val()).replaceAll(' ', ''))
  const done = await submit(rosa, begun, {
    form: `form[action="${SET_UP}/confirm"]`,
    typed: { code },
  })
  t.equal(done.$('.form-actions a').attr('href'), '/admin')
  t.equal((await rosa.get('/admin/orders')).status, 200)
})

t.test('the requirement of the fixed role Owner can be changed', async (t) => {
  const { data } = (await owner.get('/api/roles')).json()
  const { id } = data.find(({ given }: { given: string }) => given === 'owner')
  const ines = await signedIn(app, OWNER)
  const form = `form[action="/admin/roles/${id}"]`
  const typed = { requiresSecondFactor: ['true'] }
  const on = await submit(ines, await ines.get(`/admin/roles/${id}`), { form, typed })
  t.equal(on.location, '/admin/roles')
  t.equal((await owner.get(`/api/roles/${id}`)).json().requiresSecondFactor, true)
  const none = { requiresSecondFactor: [] }
  await submit(ines, await ines.get(`/admin/roles/${id}`), { form, typed: none })
  t.equal((await owner.get(`/api/roles/${id}`)).json().requiresSecondFactor, false)
})

t.test('the page of an account resets it', async (t) => {
  const { who } = await firstStep()
  const { data } = (await owner.get(`/api/users?search=${who.email}`)).json()
  const ines = await signedIn(app, OWNER)
  const page = await ines.get(`/admin/users/${data[0].id}`)
  const form = `form[action="/admin/users/${data[0].id}/second-factor/reset"]`
  t.equal((await submit(ines, page, { form })).location, `/admin/users/${data[0].id}`)
  t.equal((await ines.get(`/admin/users/${data[0].id}`)).$(form).length, 0)
  t.ok(await signedIn(app, who), 'with the password alone')
})
