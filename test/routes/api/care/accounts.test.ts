// A customer has one account: however a second one is tried, it is refused and nothing changes.
import t from 'tap'
import { sql } from '../../../../src/db/sql.ts'
import { openShop, refused } from '../../../support/api.ts'
import { PASSWORD, program } from '../../../support/app.ts'
import { addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const customer = async (fields: object = {}) => {
  const { id } = await addCustomer(owner, { name: 'Amina', phoneNumber: newPhone(), ...fields })
  return id as number
}
const someone = (fields: object = {}) => ({
  ...{ email: `${crypto.randomUUID()}@shop.test`, password: PASSWORD, fullName: 'Amina B.' },
  ...{ role: 'customer', ...fields },
})
const open = (fields: object = {}) => owner.post('/api/users', someone(fields))
const accounts = async (id: number) => {
  const row = await app.db.get<{ n: number }>(sql`
    SELECT count(*) AS n FROM users WHERE customer_id = ${id}`)
  return Number(row?.n)
}

t.test('adding and editing an account refuse a second one; the first is edited on', async (t) => {
  const id = await customer()
  const first = (await open({ customerId: id })).json()
  refused(t, await open({ customerId: id }), 409, 'customer_has_account')
  const other = (await open()).json()
  const link = () => owner.put(`/api/users/${other.id}`, { customerId: id })
  refused(t, await link(), 409, 'customer_has_account')
  t.equal((await owner.get(`/api/users/${other.id}`)).json().customerId, null)
  const same = await owner.put(`/api/users/${first.id}`, { customerId: id, fullName: 'A. Bello' })
  t.match(same.json(), { customerId: id, fullName: 'A. Bello' })
  t.equal((await owner.put(`/api/users/${first.id}`, { customerId: null })).statusCode, 200)
  t.equal((await link()).json().customerId, id, 'after it was taken off')
})

t.test('two accounts from before are edited as they are', async (t) => {
  const id = await customer()
  const one = (await open({ customerId: id })).json()
  const two = (await open()).json()
  await app.db.write((tx) =>
    tx.run(sql`UPDATE users SET customer_id = ${id} WHERE id = ${two.id as number}`),
  )
  for (const user of [one, two]) {
    const answer = await owner.put(`/api/users/${user.id}`, { fullName: 'New Name' })
    t.equal(answer.statusCode, 200, answer.body)
  }
})

t.test('an invitation and a code that were given before end with the account', async (t) => {
  const id = await customer()
  const { url } = (await owner.post(`/api/customers/${id}/invite`, {})).json()
  const { code } = (await owner.post(`/api/customers/${id}/claim-code`, {})).json()
  await open({ customerId: id })
  const path = new URL(url).pathname
  const form = await app.inject(path)
  t.equal(form.statusCode, 200)
  const fields = someone()
  const registered = await app.inject({
    ...{ method: 'POST', url: '/api/auth/register' },
    payload: { email: fields.email, password: PASSWORD, name: 'Somebody' },
  })
  t.equal(registered.statusCode, 201)
  const somebody = await program(app, fields)
  refused(t, await somebody.post('/api/users/me/customer', { code }), 409, 'customer_has_account')
  t.equal(await accounts(id), 1)
})

t.test('an account is linked to no record that was merged or erased', async (t) => {
  const [into, from, gone] = [await customer(), await customer(), await customer()]
  await owner.post(`/api/customers/${into}/merge`, { from })
  const answer = await open({ customerId: from })
  refused(t, answer, 409, 'customer_merged')
  t.equal(answer.json().mergedInto, into)
  await owner.post(`/api/customers/${gone}/erase`, {})
  refused(t, await open({ customerId: gone }), 409, 'customer_erased')
})

t.test('of requests at the same time one gets the customer', async (t) => {
  const id = await customer()
  const answers = await Promise.all([1, 2, 3].map(() => open({ customerId: id })))
  t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [201, 409, 409])
  t.equal(await accounts(id), 1)
})
