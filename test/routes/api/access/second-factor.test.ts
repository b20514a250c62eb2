// Second factor of the API: set-up, codes at sign-in, recovery codes, throttling, reset.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { accountWithRole } from '../../../support/roles.ts'
import { codeAt, turnOn, wrongCode } from '../../../support/second-factor.ts'

const { app, owner } = await openShop(t, {}, { SIGN_IN_MAX_FAILURES: '6' })
const OWN = '/api/users/me/second-factor'

async function someone() {
  const who = await account(app, 'staff')
  const person = await program(app, who)
  const { id } = (await person.get('/api/users/me')).json()
  return { ...who, person, id: id as number }
}

const login = (body: object) =>
  app.inject({ method: 'POST', url: '/api/auth/login', payload: body })

t.test('it is on once a code has confirmed it', async (t) => {
  const { person, id, email, password } = await someone()
  t.match((await person.get(OWN)).json(), { isOn: false, since: null, isRequired: false })
  refused(t, await person.put(OWN, { code: '123456' }), 409, 'second_factor_not_begun')
  const begun = await person.post(OWN, {})
  t.equal(begun.statusCode, 201)
  const { secret, otpauthUrl } = begun.json()
  t.match(new URL(otpauthUrl).searchParams.get('secret'), secret)
  t.equal((await login({ email, password })).statusCode, 200, 'not asked for before')
  t.same(wrongFields(await person.put(OWN, { code: wrongCode(secret) })), { '/code': 'wrong' })

  const code = codeAt(secret)
  const confirmed = await person.put(OWN, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
  t.equal(confirmed.statusCode, 200, confirmed.body)
  t.equal(new Set(confirmed.json().recoveryCodes).size, 10)
  t.match((await person.get(OWN)).json(), { isOn: true, since: String, recoveryCodesLeft: 10 })
  refused(t, await person.post(OWN, {}), 409, 'second_factor_on')
  t.equal((await eventsOf(app, 'user', id)).at(-1)?.type, 'user.second_factor_enabled')
  refused(t, await login({ email, password, code }), 401, 'second_factor_failed', 'used already')
})

t.test('sign-in needs the password and a code', async (t) => {
  const { person, email, password } = await someone()
  const { secret } = await turnOn(app, person)
  refused(t, await login({ email, password }), 401, 'second_factor_required')
  refused(t, await login({ email, password: 'a wrong guess' }), 401, 'sign_in_failed')
  const code = codeAt(secret)
  refused(t, await login({ email, password: 'a wrong guess', code }), 401, 'sign_in_failed')
  const answers = await Promise.all([1, 2].map(() => login({ email, password, code })))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, 401], 'one of two is a replay')
  refused(t, await login({ email, password, code }), 401, 'second_factor_failed')
  t.equal((await login({ email, password, code: codeAt(secret, 1) })).statusCode, 200, 'early')
})

t.test('a recovery code works once, however it is typed', async (t) => {
  const { person, id, email, password } = await someone()
  const { recoveryCodes } = await turnOn(app, person)
  const [first = '', second = ''] = recoveryCodes
  t.equal((await login({ email, password, code: first })).statusCode, 200)
  refused(t, await login({ email, password, code: first }), 401, 'second_factor_failed')
  const typed = ` ${second.toUpperCase().replaceAll('-', ' ')} `
  t.equal((await login({ email, password, code: typed })).statusCode, 200)
  t.equal((await person.get(OWN)).json().recoveryCodesLeft, 8)
  const used = (await eventsOf(app, 'user', id)).filter(({ type }) => /recovery/.test(type))
  t.same(
    used.map(({ data }) => data),
    [{ left: 9 }, { left: 8 }],
  )
})

t.test(
  'new recovery codes need the password and a code, and replace those from before',
  async (t) => {
    const { person, id, email, password } = await someone()
    const renew = (payload: object) => person.post(`${OWN}/recovery-codes`, payload)
    refused(t, await renew({ password, code: '123456' }), 409, 'second_factor_off')
    const { secret, recoveryCodes: old } = await turnOn(app, person)
    t.same(wrongFields(await renew({ password: 'a guess', code: codeAt(secret) })), {
      '/password': 'wrong',
    })
    t.same(wrongFields(await renew({ password, code: wrongCode(secret) })), { '/code': 'wrong' })
    const [spent = '', unused = ''] = old
    t.equal((await login({ email, password, code: spent })).statusCode, 200, 'still good')
    const code = codeAt(secret)
    const renewed = await renew({ password, code })
    t.equal(renewed.statusCode, 201, renewed.body)
    const { recoveryCodes } = renewed.json()
    t.equal(new Set(recoveryCodes).size, 10)
    t.same(
      recoveryCodes.filter((one: string) => old.includes(one)),
      [],
    )
    t.same(wrongFields(await renew({ password, code })), { '/code': 'wrong' }, 'used already')
    refused(t, await login({ email, password, code: unused }), 401, 'second_factor_failed')
    t.equal((await login({ email, password, code: recoveryCodes[0] })).statusCode, 200)
    t.equal((await person.get(OWN)).json().recoveryCodesLeft, 9)
    const types = (await eventsOf(app, 'user', id)).map(({ type, actor }) => `${type} ${actor}`)
    t.equal(types.filter((one) => one === 'user.recovery_codes_renewed A staff').length, 1)
  },
)

t.test('the secret is encrypted, and codes are hashed', async (t) => {
  const { person, id } = await someone()
  const { secret, recoveryCodes } = await turnOn(app, person)
  const stored = JSON.stringify([
    await app.db.all(sql`SELECT * FROM second_factors WHERE user_id = ${id}`),
    await app.db.all(sql`SELECT * FROM recovery_codes WHERE user_id = ${id}`),
    await app.db.all(sql`SELECT * FROM events WHERE entity = 'user' AND entity_id = ${id}`),
    await app.db.all(sql`SELECT * FROM idempotency_keys`),
  ])
  for (const text of [secret, ...recoveryCodes]) t.notOk(stored.includes(text))
})

t.test('wrong codes lock the second step, for the right one too', async (t) => {
  const { person, id, email, password } = await someone()
  const { secret } = await turnOn(app, person)
  const code = wrongCode(secret)
  for (let tries = 0; tries < 6; tries++) {
    refused(t, await login({ email, password, code }), 401, 'second_factor_failed')
  }
  const locked = await login({ email, password, code: codeAt(secret) })
  refused(t, locked, 429, 'sign_in_locked')
  t.match(locked.json().detail, 'too many wrong codes')
  t.ok(Number(locked.headers['retry-after']) > 0)
  const { type, data } = (await eventsOf(app, 'user', id)).at(-1) ?? {}
  t.match({ type, data }, { type: 'user.sign_in_locked', data: { tries: 6, secondFactor: true } })
  await app.db.write((tx) =>
    tx.run(sql`UPDATE sign_in_failures SET locked_until = '2020-01-01T00:00:00.000Z'`),
  )
  t.equal((await login({ email, password, code: codeAt(secret) })).statusCode, 200)
})

t.test('turning it off needs the password and a code', async (t) => {
  const { person, id, email, password } = await someone()
  const { recoveryCodes } = await turnOn(app, person)
  const [code = '', unused = ''] = recoveryCodes
  const off = (payload: object) => person.send({ method: 'DELETE', url: OWN, payload })
  t.same(wrongFields(await off({ password: 'a guess', code })), { '/password': 'wrong' })
  t.same(wrongFields(await off({ password, code: 'abcd-efgh-jkmn' })), { '/code': 'wrong' })
  refused(t, await login({ email, password }), 401, 'second_factor_required')
  t.equal((await off({ password, code })).statusCode, 204)
  t.equal((await login({ email, password })).statusCode, 200)
  refused(t, await off({ password, code: unused }), 409, 'second_factor_off')
  t.equal((await eventsOf(app, 'user', id)).at(-2)?.type, 'user.second_factor_disabled')
})

t.test('somebody with the right resets it, but not of somebody with more rights', async (t) => {
  const { person, id, email, password } = await someone()
  await turnOn(app, person)
  const permissions = ['users.write']
  const role = (await owner.post('/api/roles', { name: 'Accounts', permissions })).json()
  const { person: helper } = await accountWithRole(app, owner, role.id)
  const caller = await program(app, helper)
  refused(t, await caller.delete(`/api/users/${id}/second-factor`), 403, 'more_rights')
  refused(t, await person.delete(`/api/users/${id}/second-factor`), 403, 'forbidden')
  refused(t, await login({ email, password }), 401, 'second_factor_required')
  t.equal((await owner.delete(`/api/users/${id}/second-factor`)).statusCode, 204)
  t.equal((await login({ email, password })).statusCode, 200)
  refused(t, await owner.delete(`/api/users/${id}/second-factor`), 409, 'second_factor_off')
  const events = (await eventsOf(app, 'user', id)).map(({ type, actor }) => `${actor} ${type}`)
  t.ok(events.includes('Ines Almeida user.second_factor_reset'))
})

t.test('a role requires it from the next sign-in on, before anything else', async (t) => {
  const given = { name: 'Till', permissions: ['orders.read'] }
  const role = (await owner.post('/api/roles', given)).json()
  t.equal(role.requiresSecondFactor, false)
  const { person: who } = await accountWithRole(app, owner, role.id)
  const before = await program(app, who)
  const changed = await owner.put(`/api/roles/${role.id}`, { requiresSecondFactor: true })
  t.match(changed.json(), { requiresSecondFactor: true, permissions: role.permissions })
  t.equal((await before.get('/api/orders')).statusCode, 200, 'who is signed in works on')

  const person = await program(app, who)
  for (const url of ['/api/orders', '/api/users/me', '/api/permissions']) {
    refused(t, await person.get(url), 403, 'second_factor_setup_required')
  }
  t.match((await person.get(OWN)).json(), { isOn: false, isRequired: true })
  await turnOn(app, person)
  t.equal((await person.get('/api/orders')).statusCode, 200, 'at once')
  refused(t, await login(who), 401, 'second_factor_required')
})

t.test('it is required of owners, too, whose rights stay as they are', async (t) => {
  const { data } = (await owner.get('/api/roles')).json()
  const { id } = data.find(({ given }: { given: string }) => given === 'owner')
  refused(t, await owner.put(`/api/roles/${id}`, { name: 'Boss' }), 409, 'role_fixed')
  const changed = await owner.put(`/api/roles/${id}`, { requiresSecondFactor: true })
  t.equal(changed.json().requiresSecondFactor, true)
  const other = await program(app, await account(app, 'admin'))
  refused(t, await other.get('/api/users'), 403, 'second_factor_setup_required')
  await owner.put(`/api/roles/${id}`, { requiresSecondFactor: false })
  t.equal((await other.get('/api/users')).statusCode, 200)
})
