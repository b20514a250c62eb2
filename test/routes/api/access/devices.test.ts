// Shared tablets by the API: codes, enrolment, switching by PIN, and what throttles guesses.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, browser, program } from '../../../support/app.ts'
import { colleague, tablet } from '../../../support/shop/tablets.ts'

const WRONG = '7395'

const shop = () => openShop(t, {}, { SIGN_IN_MAX_FAILURES: '5' })

t.test('a tablet is enrolled once, within 15 minutes, and people switch on it', async (t) => {
  const { app, owner } = await shop()
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const made = await owner.post('/api/devices', { name: '  Counter ' })
  t.equal(made.statusCode, 201)
  const { id, code, expiresAt } = made.json()
  t.match(code, /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)
  t.match(Date.parse(expiresAt) - Date.now() > 14 * 60_000, true)
  const device = browser(app)
  const send = (url: string, payload: object) =>
    device.send({ method: 'POST', url, payload }).then(({ response }) => response)
  refused(t, await send('/api/devices/enrol', { code: 'AAAA-AAAA' }), 422, 'invalid_input')
  const typed = code.toLowerCase().replace('-', ' ')
  const enrolled = await send('/api/devices/enrol', { code: typed })
  t.match(enrolled.json(), { id, name: 'Counter' })
  const [cookie] = enrolled.cookies.filter(({ name }) => name === 'tablet')
  t.match(cookie, { httpOnly: true, sameSite: 'Lax', maxAge: 400 * 86_400 })
  t.match(wrongFields(await send('/api/devices/enrol', { code })), { '/code': 'wrong' }, 'once')

  refused(t, await send('/api/devices/switch', { userId: rosa.id, pin: WRONG }), 401, 'pin_failed')
  const opened = await send('/api/devices/switch', { userId: rosa.id, pin: rosa.pin })
  t.match(opened.json(), { tokenType: 'Bearer', user: { id: rosa.id, hasPin: true } })
  const bearer = { authorization: `Bearer ${opened.json().accessToken}` }
  const call = (method: 'GET' | 'POST', url: string, payload: object = {}) =>
    app.inject({ method, url, headers: bearer, ...(method === 'POST' && { payload }) })
  t.equal((await call('GET', '/api/orders')).statusCode, 200)
  refused(t, await call('GET', '/api/orders/export/csv'), 403, 'password_needed')

  const order = await call('POST', '/api/orders', {
    customer: { name: 'Amina', phoneNumber: '+353 1 555 0117' },
    items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
  })
  const payments = `/api/orders/${order.json().id}/payments`
  t.equal((await call('POST', payments, { amount: '10.00' })).statusCode, 201)
  const refund = await call('POST', payments, { kind: 'refund', amount: '10.00' })
  refused(t, refund, 403, 'password_needed')
  const { id: eventId } = (await owner.get('/api/events?type=payment.recorded')).json().data[0]
  refused(t, await call('POST', '/api/undos', { eventId }), 403, 'password_needed')

  const [row] = (await owner.get('/api/devices')).json().data
  t.match(row, {
    id,
    name: 'Counter',
    userId: rosa.id,
    userName: 'Rosa Lindqvist',
    needsPassword: false,
  })
  t.equal((await owner.delete(`/api/devices/${id}`)).statusCode, 204)
  refused(t, await call('GET', '/api/orders'), 401, 'invalid_token', 'its sessions have ended')
  const late = await send('/api/devices/switch', { userId: rosa.id, pin: rosa.pin })
  refused(t, late, 401, 'device_unknown')
  refused(t, await owner.delete(`/api/devices/${id}`), 404, 'not_found')
  t.same(
    (await eventsOf(app, 'device', id)).map(({ type, actor }) => `${type} ${actor}`),
    ['device.created Ines Almeida', 'device.enrolled Visitor', 'device.revoked Ines Almeida'],
  )
})

t.test('an old code is no good, and neither is the one before a repeated request', async (t) => {
  const { app, owner } = await shop()
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const first = (await owner.post('/api/devices', { name: 'Counter' }, headers)).json()
  const second = (await owner.post('/api/devices', { name: 'Counter' }, headers)).json()
  t.equal(first.id, second.id)
  const enrol = (code: string) =>
    app.inject({ method: 'POST', url: '/api/devices/enrol', payload: { code } })
  refused(t, await enrol(first.code), 422, 'invalid_input')
  await app.db.write(async (tx) => {
    await tx.run(sql`UPDATE devices SET code_expires_at = ${new Date().toISOString()}`)
  })
  refused(t, await enrol(second.code), 422, 'invalid_input')
  for (let time = 0; time < 23; time++) await enrol('AAAA-AAAA')
  refused(t, await enrol('AAAA-AAAA'), 429, 'sign_in_locked', 'guessing codes is throttled')
})

t.test(
  'five wrong PINs, and the tablet asks for a password until one was typed there',
  async (t) => {
    const { app, owner } = await shop()
    const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
    const counter = await tablet(app, owner)
    const type = (pin: string) =>
      counter
        .send({ method: 'POST', url: '/api/devices/switch', payload: { userId: rosa.id, pin } })
        .then(({ response }) => response)
    // At once, so that the count cannot be outrun.
    const answers = await Promise.all(Array.from({ length: 8 }, () => type(WRONG)))
    const codes = answers.map((answer) => answer.json().code).sort()
    t.same(codes, [...Array(4).fill('device_needs_password'), ...Array(4).fill('pin_failed')])
    refused(t, await type(rosa.pin), 403, 'device_needs_password', 'the right one, too')
    t.match((await owner.get('/api/devices')).json().data, [{ needsPassword: true }])
    const log = await eventsOf(app, 'device', counter.id)
    t.match(log.at(-1), { type: 'device.pin_locked', actor: 'Hemline', data: { tries: 5 } })

    const signIn = async ({ email, password }: { email: string; password: string }) => {
      await counter.get('/auth/login')
      return (await counter.post('/auth/login', { email, password })).status
    }
    const customer = await account(app, 'customer')
    t.equal(await signIn(customer), 303)
    refused(t, await type(rosa.pin), 403, 'device_needs_password', 'anybody can be a customer')
    await counter.get('/profile')
    await counter.post('/auth/logout')
    t.equal(await signIn(rosa), 303)
    t.equal((await type(rosa.pin)).statusCode, 200)
  },
)

t.test('guessing one PIN from many tablets waits, and does not lock the password', async (t) => {
  const { app, owner } = await shop()
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  const codes: string[] = []
  const tablets: Awaited<ReturnType<typeof tablet>>[] = []
  for (let at = 0; at < 4; at++) tablets.push(await tablet(app, owner, `Tablet ${at}`))
  const send = async (device: (typeof tablets)[number], userId: number, pin: string) =>
    (await device.send({ method: 'POST', url: '/api/devices/switch', payload: { userId, pin } }))
      .response
  for (let time = 0; time < 4; time++) {
    for (const device of tablets) {
      codes.push((await send(device, rosa.id, WRONG)).json().code)
    }
  }
  t.same(codes, [...Array(10).fill('pin_failed'), ...Array(6).fill('pin_locked')])
  const [one] = tablets
  if (!one) throw new Error('No tablet')
  const right = await send(one, rosa.id, rosa.pin)
  refused(t, right, 429, 'pin_locked')
  t.ok(Number(right.headers['retry-after']) > 0)
  t.equal((await send(one, karim.id, karim.pin)).statusCode, 200, 'others go on')
  t.equal((await (await program(app, rosa)).get('/api/orders')).statusCode, 200)
  t.match((await eventsOf(app, 'user', rosa.id)).at(-2), {
    type: 'user.sign_in_locked',
    data: { from: 'shared tablets' },
  })
})

t.test('PINs: trivial ones are refused, and who may set whose', async (t) => {
  const { app, owner } = await shop()
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  await owner.put(`/api/users/${rosa.id}`, { phoneNumber: '+353 1 555 0117' })
  const set = (pin: string) => owner.put(`/api/users/${rosa.id}/pin`, { pin })
  for (const pin of [
    '1111',
    '1234',
    '9876',
    '8901',
    '1212',
    '123123',
    '121212',
    '1987',
    '2026',
    '0117',
    '50117',
  ]) {
    t.match(wrongFields(await set(pin)), { '/pin': 'trivial' }, pin)
  }
  for (const pin of ['123', '1234567', '48a0', '４８３０']) {
    t.match(wrongFields(await set(pin)), { '/pin': 'pattern' }, pin)
  }
  for (const pin of ['4831', '90521', '730164']) t.equal((await set(pin)).statusCode, 200, pin)
  const customer = await program(app, await account(app, 'customer'))
  const { id } = (await customer.get('/api/users/me')).json()
  t.match(wrongFields(await owner.put(`/api/users/${id}/pin`, { pin: '4831' })), {
    '/pin': 'not_staff',
  })

  const own = await program(app, rosa)
  refused(t, await own.put('/api/users/1/pin', { pin: '4831' }), 403, 'forbidden')
  const mine = (currentPassword: string) =>
    own.put('/api/users/me/pin', { pin: '6294', currentPassword })
  t.match(wrongFields(await mine('not mine')), { '/currentPassword': 'wrong' })
  t.match((await mine(rosa.password)).json(), { id: rosa.id, hasPin: true })
  t.match((await own.delete('/api/users/me/pin')).json(), { hasPin: false })

  const { id: roleId } = (
    await owner.post('/api/roles', { name: 'Users', permissions: ['users.write'] })
  ).json()
  await owner.put(`/api/users/${rosa.id}`, { roleId })
  refused(t, await own.put('/api/users/1/pin', { pin: '4831' }), 403, 'more_rights')
  t.match((await owner.get('/api/users/1')).json(), { hasPin: false })
})
