// The account of a customer by pages: a second one is refused with a message, and the customer is taken off by a box.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { account, browser, PASSWORD, signedIn } from '../../../support/app.ts'
import { said, submit } from '../../../support/forms.ts'
import { addCustomer, newPhone } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

async function withAccount() {
  const customer = { name: 'Mira', phoneNumber: newPhone(), email: 'mira@example.com' }
  const { id } = await addCustomer(owner, customer)
  const { url } = (await owner.post(`/api/customers/${id}/invite`, {})).json()
  await account(app, 'customer', id)
  const user = (await owner.get('/api/users?role=customer')).json().data.at(-1)
  return { id: id as number, userId: user.id as number, invitation: new URL(url).pathname }
}

t.test('a second account is refused on the page of users, with what to do', async (t) => {
  const { id } = await withAccount()
  const fields = { fullName: 'Mira P.', email: 'second@example.com', role: 'customer' }
  await ines.get('/admin/users/new')
  const typed = { ...fields, password: PASSWORD, customerId: String(id) }
  const answer = await ines.post('/admin/users', typed)
  t.equal(answer.status, 409)
  t.match(said(answer.$('main')), /This customer has an account already/)
  t.match((await owner.get('/api/users?search=second')).json().data, [])
})

t.test('an invitation that is still open says so', async (t) => {
  const { invitation } = await withAccount()
  const visitor = browser(app)
  const page = await visitor.get(invitation)
  const form = `form[action="${invitation}"]`
  const answer = await submit(visitor, page, { form, typed: { password: 'seven-silk-buttons' } })
  t.equal(answer.status, 409)
  t.match(said(answer.$('main')), /This customer has an account already/)
})

t.test('an owner takes the customer off the account', async (t) => {
  const { userId } = await withAccount()
  const path = `/admin/users/${userId}`
  const form = `form[action="${path}"]`
  const customerOf = async () => (await owner.get(`/api/users/${userId}`)).json().customerId
  await submit(ines, await ines.get(path), { form, typed: { lastName: 'P.' } })
  t.ok(await customerOf(), 'the box is not ticked')
  await submit(ines, await ines.get(path), { form, typed: { customerId: [''] } })
  t.equal(await customerOf(), null)
  t.equal((await ines.get(path)).$('[name=customerId]').length, 0)
})
