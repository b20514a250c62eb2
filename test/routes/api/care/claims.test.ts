// Claims: an account sees the orders of a known customer once that is proven, and then each of them once.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { openShop, refused, wrongFields } from '../../../support/api.ts'
import { type Program, program } from '../../../support/app.ts'
import { addCustomer, addOrder, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const MIRA = 'mira@example.com'
const password = 'seven-silk-buttons'

async function registered(account: { email: string; phoneNumber?: string }): Promise<Program> {
  const payload = { ...account, password, name: 'Mira Patel' }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/register', payload })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return program(app, { email: account.email, password })
}

const orderFor = (customerId: number) => addOrder(owner, { customer: undefined, customerId })
const ordersOf = async (who: Program) =>
  (await who.get('/api/orders?sort=number')).json().data.map(({ id }: { id: number }) => id)
const codeFor = async (id: number) =>
  (await owner.post(`/api/customers/${id}/claim-code`, {})).json()
const claim = (who: Program, proof: object) => who.post('/api/users/me/customer', proof)

t.test(
  'with the e-mail of a known customer: nothing until proven, then everything, once',
  async (t) => {
    const known = await addCustomer(owner, { name: 'Mira', phoneNumber: newPhone(), email: MIRA })
    const before = [await orderFor(known.id), await orderFor(known.id)]
    const mira = await registered({ email: MIRA })
    t.strictSame(await ordersOf(mira), [])
    const { customerId: own } = (await mira.get('/api/users/me')).json()
    const later = await orderFor(own)
    refused(t, await mira.get(`/api/orders/${before[0].id}`), 404, 'not_found')

    const { code, expiresAt } = await codeFor(known.id)
    t.match(code, /^[A-HJ-NP-TV-Z2-9]{4}-[A-HJ-NP-TV-Z2-9]{4}$/)
    t.ok(Date.parse(expiresAt) - Date.now() > 6.9 * 86_400_000)
    const typed = ` ${code.toLowerCase().replace('-', ' ')} `
    const answer = await claim(mira, { code: typed })
    t.equal(answer.statusCode, 200, answer.body)
    t.equal(answer.json().customerId, known.id)
    t.strictSame(
      await ordersOf(mira),
      [...before, later].map(({ id }) => id),
      'each of them once',
    )
    t.match((await owner.get(`/api/customers/${own}`)).json(), { mergedInto: known.id })
    const other = await registered({ email: 'second@example.com' })
    t.strictSame(wrongFields(await claim(other, { code })), { '/code': 'wrong' }, 'it was used')
    refused(
      t,
      await owner.post(`/api/customers/${known.id}/claim-code`, {}),
      409,
      'customer_has_account',
    )
  },
)

t.test('codes are stored as hashes, end after seven days, and with the next one', async (t) => {
  const { id } = await addCustomer(owner, { name: 'Noor', phoneNumber: newPhone() })
  const first = await codeFor(id)
  const second = await codeFor(id)
  const noor = await registered({ email: 'noor@example.com' })
  t.strictSame(wrongFields(await claim(noor, { code: first.code })), { '/code': 'wrong' })
  const rows = JSON.stringify(await app.db.all(sql`SELECT * FROM customer_proofs`))
  const events = JSON.stringify(await app.db.all(sql`SELECT * FROM events`))
  for (const code of [second.code, second.code.replace('-', '')]) {
    t.notOk(rows.includes(code) || events.includes(code))
  }
  await app.db.write((tx) =>
    tx.run(
      sql`UPDATE customer_proofs SET expires_at = '2020-01-01T00:00:00.000Z' WHERE used_at IS NULL`,
    ),
  )
  t.strictSame(wrongFields(await claim(noor, { code: second.code })), { '/code': 'wrong' })
})

t.test('wrong codes are throttled, also for the right one', async (t) => {
  const { id } = await addCustomer(owner, { name: 'Zoe', phoneNumber: newPhone() })
  const { code } = await codeFor(id)
  const guesser = await registered({ email: 'guess@example.com' })
  const tries = Array.from({ length: 5 }, (_, at) => claim(guesser, { code: `AAAA-AAA${at + 2}` }))
  for (const answer of await Promise.all(tries)) t.equal(answer.statusCode, 422)
  const answer = await claim(guesser, { code })
  refused(t, answer, 429, 'claim_locked')
  t.ok(Number(answer.headers['retry-after']) > 0)
  t.strictSame(await ordersOf(guesser), [])
  const zoe = await registered({ email: 'zoe@example.com' })
  t.equal((await claim(zoe, { code })).statusCode, 200, 'others are not locked')
})

t.test(
  'a tracking link proves it only with the phone number and the e-mail of the customer',
  async (t) => {
    const phoneNumber = newPhone()
    const known = await addCustomer(owner, { name: 'Ida', phoneNumber, email: 'ida@example.com' })
    const { trackingToken } = await orderFor(known.id)
    const hidden = await orderFor(known.id)
    const friend = await registered({ email: 'friend@example.com', phoneNumber })
    refused(t, await claim(friend, { trackingToken }), 409, 'claim_not_proven')
    const namesake = await registered({ email: 'ida@example.com', phoneNumber: newPhone() })
    refused(t, await claim(namesake, { trackingToken }), 409, 'claim_not_proven')
    refused(t, await claim(namesake, { trackingToken: 'x'.repeat(22) }), 404, 'not_found')
    const seen = (await app.inject(`/api/track/${trackingToken}`)).json()
    t.notOk(JSON.stringify(seen).includes(String(hidden.number)), 'the link shows that order only')
    await namesake.put('/api/users/me', { phoneNumber })
    const answer = await claim(namesake, { trackingToken })
    t.equal(answer.statusCode, 200, answer.body)
    t.equal((await ordersOf(namesake)).length, 2)
    await friend.put('/api/users/me', { phoneNumber })
    refused(t, await claim(friend, { trackingToken }), 409, 'claim_not_proven')
    t.strictSame(wrongFields(await claim(friend, {})), { '': 'minProperties' })
  },
)

t.test(
  'a tracking link that was revoked or renewed, or whose order is gone, proves nothing',
  async (t) => {
    const phoneNumber = newPhone()
    const known = await addCustomer(owner, { name: 'Vera', phoneNumber })
    const [revoked, renewed, archived, good] = [
      await orderFor(known.id),
      await orderFor(known.id),
      await orderFor(known.id),
      await orderFor(known.id),
    ]
    const vera = await registered({ email: 'vera@example.com', phoneNumber })
    const tracking = (id: number) => `/api/orders/${id}/tracking-link`
    t.equal((await owner.delete(tracking(revoked.id))).statusCode, 204)
    t.equal((await owner.post(tracking(renewed.id), {})).statusCode, 201)
    t.equal((await owner.delete(`/api/orders/${archived.id}`)).statusCode, 204)
    for (const { trackingToken } of [revoked, renewed, archived]) {
      refused(t, await claim(vera, { trackingToken }), 404, 'not_found')
    }
    t.strictSame(await ordersOf(vera), [])
    t.equal((await claim(vera, { trackingToken: good.trackingToken })).statusCode, 200)
    t.equal((await ordersOf(vera)).length, 3, 'all but the archived one')
  },
)

t.test('codes and invitations are made by those who change customers', async (t) => {
  const { id } = await addCustomer(owner, { name: 'Lea', phoneNumber: newPhone() })
  const lea = await registered({ email: 'lea@example.com' })
  for (const path of ['claim-code', 'invite']) {
    const url = `/api/customers/${id}/${path}`
    refused(t, await lea.post(url, {}), 403, 'forbidden')
    t.equal((await app.inject({ method: 'POST', url })).statusCode, 401)
    refused(t, await owner.post(`/api/customers/999999/${path}`, {}), 404, 'not_found')
  }
  await owner.delete(`/api/customers/${id}`)
  refused(t, await owner.post(`/api/customers/${id}/invite`, {}), 409, 'customer_archived')
})
