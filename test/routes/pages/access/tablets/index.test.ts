// The pages of shared tablets: the list, a new one with its code, and PINs.
import t from 'tap'
import { openShop } from '../../../../support/api.ts'
import { browser, program, signedIn } from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { colleague, switchTo, tablet } from '../../../../support/shop/tablets.ts'

t.test('tablets are added and revoked on their page', async (t) => {
  const { app } = await openShop(t)
  const visitor = await signedIn(app)
  const list = await visitor.get('/admin/devices')
  const empty = await submit(visitor, list, { form: '#new-tablet' })
  t.equal(empty.status, 422)
  const made = await submit(visitor, empty, { form: '#new-tablet', typed: { name: 'Workshop' } })
  t.equal(made.status, 200)
  t.equal(made.response.headers['cache-control'], 'no-store')
  const code = said(made.$('#code'))
  const device = browser(app)
  const enrol = await device.get('/device')
  const wrong = await submit(device, enrol, {
    form: 'form[action="/device"]',
    typed: { code: 'ABC' },
  })
  t.equal(wrong.$('#f-code').attr('value'), 'ABC')
  t.match(said(wrong.$('#f-code-error')), 'wrong, used or older')
  const done = await submit(device, wrong, { form: 'form[action="/device"]', typed: { code } })
  t.equal(done.location, '/auth/switch')
  t.match(said((await device.get('/auth/switch')).$('#nobody')), 'Nobody has a PIN yet')
  const after = await visitor.get('/admin/devices')
  t.match(said(after.$('#tablets')), 'Workshop')
  const gone = await submit(visitor, after, { form: '#tablets dialog form', button: 'Revoke' })
  t.equal(gone.location, '/admin/devices')
  t.equal((await visitor.get('/admin/devices')).$('#tablets').length, 0)
})

t.test('a PIN is chosen in the profile, and given on the page of the account', async (t) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const { email, password } = rosa
  const visitor = await signedIn(app, { email, password })
  const form = '#pin form[action="/profile/pin"]'
  const wrong = await submit(visitor, await visitor.get('/profile'), {
    form,
    typed: { pin: '7394', pinPassword: 'not mine' },
  })
  t.match(said(wrong.$('#f-pinPassword-error')), 'not your current password')
  t.notMatch(wrong.response.body, '7394')
  const trivial = await submit(visitor, wrong, {
    form,
    typed: { pin: '1234', pinPassword: password },
  })
  t.match(said(trivial.$('#f-pin-error')), 'too easy to guess')
  const saved = await submit(visitor, trivial, {
    form,
    typed: { pin: '7394', pinPassword: password },
  })
  t.equal(saved.location, '/profile')
  const counter = await tablet(app, owner, 'Other tablet')
  t.equal((await switchTo(counter, { id: rosa.id, pin: '7394' })).status, 303)

  const ines = await signedIn(app)
  const account = await ines.get(`/admin/users/${rosa.id}`)
  const given = await submit(ines, account, {
    form: `form[action="/admin/users/${rosa.id}/pin"]`,
    typed: { pin: '6294' },
  })
  t.equal(given.location, `/admin/users/${rosa.id}#user-pin`)
  t.equal((await counter.get('/admin/orders')).status, 303, 'the session of the old PIN has ended')
  const removed = await submit(ines, await ines.get(`/admin/users/${rosa.id}`), {
    form: `form[action="/admin/users/${rosa.id}/pin/remove"]`,
  })
  t.equal(removed.status, 303)
  t.match((await owner.get(`/api/users/${rosa.id}`)).json(), { hasPin: false })
  const events = (await owner.get(`/api/events?limit=200`)).body
  t.notMatch(events, /7394|6294|argon2/)
  const signedInAs = await program(app, { email, password })
  t.equal((await signedInAs.get('/api/users/me')).statusCode, 200)
})
