// Guessing passwords is slow: for each account, and for each address.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { account, browser, build, program } from '../../helper.ts'

const WRONG = 'not the password'
const app = await build(t, { SIGN_IN_MAX_FAILURES: '3', SIGN_IN_LOCK_MINUTES: '10' })

/** Somebody who works here, at an address of their own. */
const someone = async () => ({ ...(await account(app, 'staff')), from: `10.0.0.${++addresses}` })
let addresses = 0

interface Try {
  email: string
  password?: string
  from: string
}

const attempt = ({ email, password = WRONG, from }: Try) =>
  app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email, password },
    remoteAddress: from,
  })

async function attempts(times: number, what: Try): Promise<number[]> {
  const statuses = []
  for (let time = 0; time < times; time++) statuses.push((await attempt(what)).statusCode)
  return statuses
}

/** As if the lock time had passed. */
const wait = () =>
  app.db.write((tx) =>
    tx.run(sql`
      UPDATE sign_in_failures
      SET locked_until = '2020-01-01T00:00:00.000Z', updated_at = '2020-01-01T00:00:00.000Z'`),
  )

t.test('wrong passwords in a row lock an account, for the right one too', async (t) => {
  const { email, password, from } = await someone()
  t.same(await attempts(4, { email, from }), [401, 401, 401, 429])
  const right = await attempt({ email, password, from: '10.9.9.9' })
  t.match(right.json(), { status: 429, code: 'sign_in_locked' })
  t.match(right.json().detail, 'Wait 10 minutes')
  const seconds = Number(right.headers['retry-after'])
  t.ok(seconds > 550 && seconds <= 600, String(seconds))

  await wait()
  t.equal((await attempt({ email, password, from })).statusCode, 200)
})

t.test('an unknown account is locked in the same way', async (t) => {
  const nobody = { email: 'nobody@shop.test', from: '10.1.1.1' }
  t.same(await attempts(4, nobody), [401, 401, 401, 429])
})

t.test('writing the address in another way is the same account', async (t) => {
  const { email, from } = await someone()
  await attempts(2, { email, from })
  await attempts(1, { email: ` ${email.toUpperCase()} `, from })
  t.same(await attempts(1, { email, from }), [429])
})

t.test('a right password starts the count of its account afresh', async (t) => {
  const { email, password, from } = await someone()
  for (let round = 0; round < 3; round++) {
    t.same(await attempts(2, { email, from }), [401, 401])
    t.same(await attempts(1, { email, password, from }), [200])
  }
})

t.test('many tries at once are many tries', async (t) => {
  const { email, from } = await someone()
  const answers = await Promise.all(Array.from({ length: 12 }, () => attempt({ email, from })))
  const statuses = answers.map(({ statusCode }) => statusCode).sort()
  t.same(statuses, [401, 401, 401, ...Array(9).fill(429)])
})

t.test('an address that tries one account after the other is locked, and alone', async (t) => {
  const { email, password, from } = await someone()
  const statuses = []
  for (let number = 0; number < 16; number++) {
    statuses.push(...(await attempts(1, { email: `guess-${number}@shop.test`, from })))
  }
  t.same(statuses, [...Array(15).fill(401), 429])
  t.same(await attempts(1, { email, password, from }), [429])
  t.same(await attempts(1, { email, password, from: '10.9.9.9' }), [200])
})

t.test('a shop full of people who sign in rightly never locks its address', async (t) => {
  const { email, password, from } = await someone()
  t.same(await attempts(20, { email, password, from }), Array(20).fill(200))
  t.same(await attempts(1, { email, from }), [401])
  t.same(await attempts(1, { email, password, from }), [200], 'one mistake among many')
})

t.test('the sign-in page says how long to wait', async (t) => {
  const { email, password, from } = await someone()
  await attempts(3, { email, from })
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const page = await visitor.post('/auth/login', { email, password })
  t.equal(page.status, 429)
  t.match(page.$('.alert').text(), 'Wait 10 minutes, then try again.')
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

t.test('nobody can read from the table who tried to sign in', async (t) => {
  await attempts(1, { email: 'amina@shop.test', from: '10.2.2.2' })
  const rows = JSON.stringify(await app.db.all(sql`SELECT subject FROM sign_in_failures`))
  t.match(rows, 'account:')
  t.notMatch(rows, /amina|10\.2\.2\.2/)
})
