// Limits of failed sign-ins by account and by address; the account's owner still gets in.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { account, type Browser, browser, build, program, signedIn } from '../../../support/app.ts'
import { signInAttempts, WRONG } from '../../../support/shop/sign-in-attempts.ts'

const app = await build(t, { SIGN_IN_MAX_FAILURES: '3', SIGN_IN_LOCK_MINUTES: '10' })
const { someone, attempt, attempts, attackFromEverywhere } = signInAttempts(app)

/** Moves the attempts back by the lock time. */
const wait = () =>
  app.db.write((tx) =>
    tx.run(sql`
      UPDATE sign_in_failures
      SET locked_until = '2020-01-01T00:00:00.000Z', updated_at = '2020-01-01T00:00:00.000Z'`),
  )

t.test(
  'repeated wrong passwords lock an account at this address, for the right one too',
  async (t) => {
    const { email, password, from } = await someone()
    t.same(await attempts(4, { email, from }), [401, 401, 401, 429])
    t.same(await attempts(1, { email, password, from: '10.9.9.9' }), [200], 'and nowhere else')
    const right = await attempt({ email, password, from })
    t.match(right.json(), { status: 429, code: 'sign_in_locked' })
    t.match(right.json().detail, 'Wait 10 minutes')
    const seconds = Number(right.headers['retry-after'])
    t.ok(seconds > 550 && seconds <= 600, String(seconds))

    await wait()
    t.equal((await attempt({ email, password, from })).statusCode, 200)
  },
)

t.test('an unknown account is locked in the same way', async (t) => {
  const nobody = { email: 'nobody@shop.test', from: '10.1.1.1' }
  t.same(await attempts(4, nobody), [401, 401, 401, 429])
})

t.test('other spellings of the e-mail address count as the same account', async (t) => {
  const { email, from } = await someone()
  await attempts(2, { email, from })
  await attempts(1, { email: ` ${email.toUpperCase()} `, from })
  t.same(await attempts(1, { email, from }), [429])
})

t.test('a right password resets the count of its account', async (t) => {
  const { email, password, from } = await someone()
  for (let round = 0; round < 3; round++) {
    t.same(await attempts(2, { email, from }), [401, 401])
    t.same(await attempts(1, { email, password, from }), [200])
  }
})

t.test('an account under attack from many addresses is locked for unknown addresses', async (t) => {
  const { email, password, from } = await someone()
  await attackFromEverywhere(email)
  t.same(await attempts(1, { email, from: '203.0.113.9' }), [429])
  t.same(await attempts(1, { email, password, from }), [429], 'also with the right one')
  await wait()
  t.same(await attempts(1, { email, password, from }), [200])
})

t.test('an address with a session of the account gets through', async (t) => {
  const { email, password, from } = await someone()
  await program(app, { email, password }) // at 127.0.0.1
  await attackFromEverywhere(email)
  t.same(await attempts(1, { email, password, from }), [429])
  t.same(await attempts(1, { email, password, from: '127.0.0.1' }), [200])
  t.same(await attempts(1, { email, password, from }), [429], 'it opens nothing for the others')
  t.same(await attempts(4, { email, from: '127.0.0.1' }), [401, 401, 401, 429], 'nor for guesses')
})

t.test('an address with a session of another account does not', async (t) => {
  const { email, password } = await someone()
  const customer = await account(app, 'customer')
  const from = '198.51.100.7'
  t.same(await attempts(1, { ...customer, from }), [200])
  await attackFromEverywhere(email)
  t.same(await attempts(1, { email, password, from }), [429])
})

/** Signs in on a page, from an address of its own. */
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

t.test('an attack is in the history, in words', async (t) => {
  const { email } = await someone()
  await attempts(5, { email, from: '192.0.2.50' })
  const page = await (await signedIn(app)).get('/admin/activity')
  const line = page.$('.timeline > li p:contains("blocked wrong passwords")').first().text()
  t.match(
    line.replace(/\s+/g, ' '),
    'Hemline blocked wrong passwords for A staff: 3 from one address',
  )
})

t.test('all addresses of an IPv6 network count as one', async (t) => {
  const { email } = await someone()
  const statuses = []
  for (const from of [
    '2001:db8:1:2::1',
    '2001:db8:1:2::2',
    '2001:db8:1:2:f::',
    '2001:db8:1:2::4',
  ]) {
    statuses.push(...(await attempts(1, { email, from })))
  }
  t.same(statuses, [401, 401, 401, 429])
  t.same(await attempts(1, { email, from: '2001:db8:1:3::1' }), [401], 'another network')
  t.same(await attempts(3, { email, from: '::ffff:192.0.2.60' }), [401, 401, 401])
  t.same(await attempts(1, { email, from: '192.0.2.60' }), [429], 'IPv4 in both its forms')
})

t.test('concurrent attempts are all counted', async (t) => {
  const { email, from } = await someone()
  const answers = await Promise.all(Array.from({ length: 12 }, () => attempt({ email, from })))
  const statuses = answers.map(({ statusCode }) => statusCode).sort()
  t.same(statuses, [401, 401, 401, ...Array(9).fill(429)])
})

t.test('an address that tries many accounts is locked, and no other address', async (t) => {
  const { email, password, from } = await someone()
  const statuses = []
  for (let number = 0; number < 16; number++) {
    statuses.push(...(await attempts(1, { email: `guess-${number}@shop.test`, from })))
  }
  t.same(statuses, [...Array(15).fill(401), 429])
  t.same(await attempts(1, { email, password, from }), [429])
  t.same(await attempts(1, { email, password, from: '10.9.9.9' }), [200])
})

t.test('many successful sign-ins at one address do not lock it', async (t) => {
  const { email, password, from } = await someone()
  t.same(await attempts(20, { email, password, from }), Array(20).fill(200))
  t.same(await attempts(1, { email, from }), [401])
  t.same(await attempts(1, { email, password, from }), [200], 'one mistake among many')
})

t.test('the sign-in page says how long to wait', async (t) => {
  const { email, password, from } = await someone()
  await attempts(3, { email, from })
  const page = await onPage(browser(app), from, { email, password })
  t.equal(page.status, 429)
  t.match(page.$('.alert').text(), 'Wait 10 minutes, then try again, or sign in on a device')
  t.ok(page.response.headers['retry-after'])
})

t.test('a stolen session cannot guess the password either', async (t) => {
  const stolen = await program(app, await someone())
  const statuses = []
  for (let time = 0; time < 4; time++) {
    const guess = { currentPassword: WRONG, password: 'seven silver buttons' }
    statuses.push((await stolen.put('/api/users/me', guess)).statusCode)
  }
  t.same(statuses, [422, 422, 422, 429])
})

t.test('the table does not reveal who tried to sign in', async (t) => {
  await attempts(1, { email: 'amina@shop.test', from: '10.2.2.2' })
  const rows = JSON.stringify(await app.db.all(sql`SELECT subject FROM sign_in_failures`))
  t.match(rows, 'account:')
  t.match(rows, 'pair:')
  t.notMatch(rows, /amina|10\.2\.2\.2/)
})
