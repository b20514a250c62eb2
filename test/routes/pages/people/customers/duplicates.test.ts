// Possible duplicates in forms, without JavaScript: shown once with all that was typed, then saved as somebody else.
import t from 'tap'
import { openShop } from '../../../../support/api.ts'
import { signedIn } from '../../../../support/app.ts'
import { said, submit } from '../../../../support/forms.ts'
import { addCustomer } from '../../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const ines = await signedIn(app)

const typed = { name: 'M. Patel', phoneNumber: '+44 7700 900555', notes: 'Rings twice' }
const mira = await addCustomer(owner, { name: 'Mira Patel', phoneNumber: '07700 900555' })
const countOf = async (search: string) =>
  (await owner.get(`/api/customers?total=true&search=${search}`)).json().total

t.test('a new customer with a known number is asked about once', async (t) => {
  const form = 'form[action="/admin/customers"]'
  const page = await ines.get('/admin/customers/new')
  const asked = await submit(ines, page, { form, typed })
  t.equal(asked.status, 409)
  t.match(said(asked.$('#duplicates')), /Mira Patel has the same phone number/)
  t.equal(asked.$('#duplicates a').attr('href'), `/admin/customers/${mira.id}`)
  t.equal(asked.$('[name=notes]').val(), 'Rings twice')
  t.equal(await countOf('Patel'), 1)
  const saved = await submit(ines, asked, { form, button: 'Save as a new customer' })
  t.equal(saved.status, 303)
  t.equal(await countOf('Patel'), 2)
})

t.test('the order form offers the known customer, and keeps the order', async (t) => {
  const form = 'form[action="/admin/orders"]'
  const order = {
    'customer.name': 'Mira P.',
    'customer.phoneNumber': '07700 900555',
    'items.0.itemName': 'Hem',
    'items.0.unitPrice': '20',
  }
  const page = await ines.get('/admin/orders/new')
  const asked = await submit(ines, page, { form, typed: order, button: 'Save order' })
  t.equal(asked.status, 409)
  t.match(said(asked.$('.alert-danger')), /Mira Patel has the same phone number/)
  t.equal(asked.$('[name="items.0.itemName"]').val(), 'Hem')
  t.equal(asked.$(`[name=customerId][value="${mira.id}"]`).length, 1)

  const chosen = { customerId: String(mira.id) }
  const used = await submit(ines, asked, { form, typed: chosen, button: 'Save order' })
  t.equal(used.status, 303)
  t.equal((await owner.get(`/api/customers/${mira.id}`)).json().orderCount, 1)

  const again = await submit(ines, asked, { form, button: 'Save order' })
  t.match(again.status, 422, 'the key of the form is used')
  const fresh = await submit(ines, await ines.get('/admin/orders/new'), {
    ...{ form, typed: order, button: 'Save order' },
  })
  const saved = await submit(ines, fresh, { form, button: 'Save order' })
  t.equal(saved.status, 303, 'sent again, it is somebody else')
  t.equal(await countOf('Mira'), 2)
  const twice = await submit(ines, fresh, { form, button: 'Save order' })
  t.equal(twice.location, saved.location, 'a double tap is one order')
})
