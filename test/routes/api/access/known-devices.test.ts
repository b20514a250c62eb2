// Known devices: during an attack on an account, only devices with an earlier sign-in get through.
import t from 'tap'
import { type Browser, browser, build, program } from '../../../support/app.ts'
import { said } from '../../../support/reading.ts'
import { signInAttempts, WRONG } from '../../../support/shop/sign-in-attempts.ts'

const app = await build(t, { SIGN_IN_MAX_FAILURES: '3', SIGN_IN_LOCK_MINUTES: '10' })
const { someone, attempts, attackFromEverywhere } = signInAttempts(app)

/** Signs in on a page, from the given address. */
async function onPage(visitor: Browser, from: string, who: { email: string; password: string }) {
  const { email, password } = who
  const { $ } = await visitor.send({ method: 'GET', url: '/auth/login', remoteAddress: from })
  const csrf = String($('input[name=_csrf]').val())
  return visitor.send({
    method: 'POST',
    url: '/auth/login',
    payload: new URLSearchParams({ email, password, _csrf: csrf }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    remoteAddress: from,
  })
}

t.test('a device with an earlier sign-in gets through', async (t) => {
  const { email, password } = await someone()
  const tablet = browser(app)
  await onPage(tablet, '192.0.2.10', { email, password })
  await tablet.get('/profile')
  await tablet.post('/auth/logout')
  await attackFromEverywhere(email)
  await attempts(3, { email, from: '192.0.2.20' })

  t.equal((await onPage(browser(app), '192.0.2.20', { email, password })).status, 429)
  const back = await onPage(tablet, '192.0.2.20', { email, password })
  t.equal(back.status, 303, 'wherever it is now')
  const page = await tablet.get(back.location ?? '')
  t.match(said(page.$('.toast')), 'Wrong passwords for your account were blocked 5 times')
  t.equal(page.$('.toast a').attr('href'), '/profile')
  await tablet.get('/profile')
  await tablet.post('/auth/logout')
  const quiet = await onPage(tablet, '192.0.2.20', { email, password })
  t.notMatch(said((await tablet.get(quiet.location ?? '')).$('.toasts')), 'wrong', 'told once')
  await tablet.get('/profile')
  await tablet.post('/auth/logout')
  for (const status of [422, 422, 422, 429]) {
    const guess = await onPage(tablet, '192.0.2.20', { email, password: WRONG })
    t.equal(guess.status, status, 'a stolen tablet guesses no faster')
  }
})

t.test(
  'a device cookie cannot be forged, and a new password invalidates other devices',
  async (t) => {
    const rosa = await someone()
    const tablet = browser(app)
    await onPage(tablet, '192.0.2.30', rosa)
    const cookie = tablet.cookies.get('device') ?? ''
    const stranger = await someone()
    const lent = browser(app)
    await onPage(lent, '192.0.2.31', stranger)
    await attackFromEverywhere(rosa.email)
    const tries = {
      'made up': cookie.replace(/\.[^.]*$/, '.AAAA'),
      'not signed': encodeURIComponent(JSON.stringify({ id: 'x', accounts: { 1: 'x' } })),
      "somebody else's": lent.cookies.get('device') ?? '',
    }
    for (const [what, device] of Object.entries(tries)) {
      const visitor = browser(app)
      visitor.cookies.set('device', device)
      t.equal((await onPage(visitor, '192.0.2.32', rosa)).status, 429, what)
    }
    const owner = await program(app)
    const { data } = (await owner.get(`/api/users?search=${rosa.email}`)).json()
    await owner.put(`/api/users/${data[0].id}`, { password: 'seven silver buttons' })
    const renewed = { email: rosa.email, password: 'seven silver buttons' }
    t.equal((await onPage(tablet, '192.0.2.32', renewed)).status, 429)
  },
)

t.test("after changing one's own password this device stays known", async (t) => {
  const rosa = await someone()
  const tablet = browser(app)
  await onPage(tablet, '192.0.2.40', rosa)
  await tablet.get('/profile')
  const password = 'seven silver buttons'
  const change = { currentPassword: rosa.password, password }
  t.equal((await tablet.post('/profile/password', change)).status, 303)
  await tablet.get('/profile')
  await tablet.post('/auth/logout')
  await attackFromEverywhere(rosa.email)
  t.equal((await onPage(tablet, '192.0.2.41', { email: rosa.email, password })).status, 303)
})
