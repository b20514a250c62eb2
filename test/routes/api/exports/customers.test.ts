// CSV export of customers, with their orders and balances.
import t from 'tap'
import { customerProgram, openShop, refused } from '../../../support/api.ts'
import { linesOf } from '../../../support/csv.ts'
import { AMINA, addCustomer, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const EXPORT = '/api/customers/export/csv'

const order = await addOrder(owner, { deposit: { amount: '85.50' } })
const zoe = await addCustomer(owner, {
  name: 'Zoë Ångström',
  phoneNumber: '0170 555 0142',
  email: 'zoe@example.com',
  notes: '=1+1',
})
const gone = await addCustomer(owner, { ...AMINA, name: 'Long Gone' })
await owner.delete(`/api/customers/${gone.id}`)

t.test('the file has the customers of the list, with their figures', async (t) => {
  const answer = await owner.get(EXPORT)
  t.match(
    answer.headers['content-disposition'],
    /^attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"$/,
  )
  const [amina, other, ...rest] = linesOf(answer.body)
  t.equal(rest.length, 0, 'the archived customer is not in it')
  t.hasStrict(amina, {
    name: AMINA.name,
    phoneNumber: AMINA.phoneNumber,
    email: '',
    orders: '1',
    spent: '85.50',
    balance: '100.00',
    currency: 'EUR',
    lastOrderAt: order.dateOfCreation,
    id: String(order.customerId),
  })
  t.hasStrict(other, {
    name: 'Zoë Ångström',
    phoneNumber: '0170 555 0142',
    notes: "'=1+1",
    orders: '0',
    spent: '0.00',
    lastOrderAt: '',
  })
})

t.test('search, archive filter and number format apply to the file', async (t) => {
  const named = async (query: string, delimiter = ',') =>
    linesOf((await owner.get(`${EXPORT}?${query}`)).body, delimiter).map(({ name }) => name)
  t.strictSame(await named('search=angstrom'), [zoe.name])
  t.strictSame(await named('archived=true'), [gone.name])
  t.strictSame(await named('search=nobody'), [])
  t.strictSame(await named('separator=semicolon', ';'), [AMINA.name, zoe.name])
  const written = await owner.get(`${EXPORT}?separator=semicolon&decimal=comma`)
  t.match(written.body, ';85,50;100,00;')
})

t.test('invalid parameters and other roles are refused', async (t) => {
  refused(t, await owner.get(`${EXPORT}?limit=5`), 400, 'invalid_parameter')
  refused(t, await (await customerProgram(app)).get(EXPORT), 403, 'forbidden')
})
