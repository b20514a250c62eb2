// Possible duplicates at entry: the same phone number in any spelling, or the same e-mail.
import t from 'tap'
import { openShop, refused } from '../../../../support/api.ts'
import { addCustomer } from '../../../../support/shop/factories.ts'

const { owner } = await openShop(t)

const mira = await addCustomer(owner, {
  name: 'Mira Patel',
  phoneNumber: '07700 900 555',
  email: 'Mira@Example.com',
})

const add = (customer: object, query = '') => owner.post(`/api/customers${query}`, customer)

t.test('a new customer is saved, with those who may be the same', async (t) => {
  t.strictSame(mira.possibleDuplicates, [])
  const answer = await add({ name: 'M. P.', phoneNumber: '+44 7700 900555' })
  t.equal(answer.statusCode, 201)
  const { possibleDuplicates } = answer.json()
  t.strictSame(possibleDuplicates, [{ id: mira.id, name: 'Mira Patel', same: ['phoneNumber'] }])
  await owner.delete(`/api/customers/${answer.json().id}`)
  const both = await add({ name: 'X', phoneNumber: '07700900555', email: 'MIRA@example.com' })
  t.match(both.json().possibleDuplicates, [{ id: mira.id, same: ['phoneNumber', 'email'] }])
  await owner.delete(`/api/customers/${both.json().id}`)
})

t.test('an archived record, and a similar number are no duplicates', async (t) => {
  for (const phoneNumber of ['07700 900 556', '+1 7700 900555']) {
    const answer = await add({ name: 'Other', phoneNumber })
    t.strictSame(answer.json().possibleDuplicates, [], phoneNumber)
  }
})

t.test('with `unique` it is refused, and nothing is saved', async (t) => {
  const count = async () => (await owner.get('/api/customers?total=true')).json().total
  const before = await count()
  const answer = await add({ name: 'M. P.', phoneNumber: '0044 7700 900555' }, '?unique=true')
  refused(t, answer, 409, 'possible_duplicate')
  t.match(answer.json(), {
    detail: 'Mira Patel has the same phone number.',
    possibleDuplicates: [{ id: mira.id, name: 'Mira Patel' }],
  })
  t.equal(await count(), before)
  const free = await add({ name: 'New', phoneNumber: '07700 900 777' }, '?unique=true')
  t.equal(free.statusCode, 201)
  refused(
    t,
    await add({ name: 'X', phoneNumber: '07700 900778' }, '?uniqe=true'),
    400,
    'invalid_parameter',
  )
})
