// Edit form of an order: shows and saves all fields, and keeps typed values after a refusal.
import t from 'tap'
import { account, build, program, signedIn } from '../../../../support/app.ts'
import { isPage, problemsOf, said, valueIn } from '../../../../support/reading.ts'
import { openEditForm } from '../../../../support/shop/edit-form.ts'
import { addEmployee, inDays } from '../../../../support/shop/factories.ts'

const NOOR = { name: 'Noor Okafor', phoneNumber: '0555 1234' }

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

const opened = (given?: object) => openEditForm(office, counter, given)

t.test('the form shows the order, and saving it unchanged changes nothing', async (t) => {
  const { order, url, page, save, stored } = await opened({ deadline: `${inDays(5)}T15:30:00Z` })
  isPage(t, page, `Edit order ${order.number}`)
  t.equal(valueIn(page, 'items.0.itemName'), 'Bridal gown, hem and bustle')
  t.equal(valueIn(page, 'items.1.unitPrice'), '30.00')
  t.equal(valueIn(page, 'deadline'), inDays(5))
  t.equal(valueIn(page, 'deadlineTime'), '15:30')
  t.equal(page.$('[name=customerId][checked]').length, 1)
  t.equal(page.$('[name="deposit.amount"]').length, 0, 'money has its own place')
  const before = await stored()
  t.equal((await save(page)).location, url)
  t.strictSame(await stored(), before, 'the same version with the same content')
})

t.test('due date, items and employee are changed', async (t) => {
  const { order, url, page, press, save, stored } = await opened()
  const rosa = await addEmployee(office)
  const reopened = await counter.get(`${url}/edit`)
  t.notOk(page.$(`[name=employeeId] option[value=${rosa.id}]`).length, 'Rosa came after that page')
  const fewer = await press(reopened, 'Remove this item', 1)
  const more = await press(fewer, 'Add item')
  t.equal(said(more.$('h1')), `Edit order ${order.number}`, 'still the form of this order')
  const saved = await save(more, {
    'items.1.itemName': 'Garter',
    'items.1.unitPrice': '12',
    deadline: inDays(2),
    employeeId: String(rosa.id),
    notes: '',
  })
  t.equal(saved.status, 303)
  t.match(await stored(), {
    totalAmount: '137.50',
    deadline: inDays(2),
    employeeId: rosa.id,
    notes: null,
    items: [{ id: order.items[0].id }, { itemName: 'Garter' }],
  })
  const orderPage = await counter.get(url)
  t.match(said(orderPage.$('#order-timeline li').first()), /Changed: .*due date.*items.* A staff/)
})

t.test('items worth less than what was paid are refused in words', async (t) => {
  const { api, page, save } = await opened()
  await office.post(`${api}/payments`, { amount: '150.00' })
  const refused = await save(page, { 'items.0.unitPrice': '1' })
  t.equal(refused.status, 409)
  t.match(said(refused.$('[role=alert]')), /less than what was already paid. Record a refund first/)
  t.equal(valueIn(refused, 'items.0.unitPrice'), '1')
})

t.test('invalid input keeps everything typed', async (t) => {
  const { page, save } = await opened()
  const refused = await save(page, { 'items.0.unitPrice': 'free', notes: 'Kept' })
  t.equal(refused.status, 422)
  t.equal(valueIn(refused, 'items.0.unitPrice'), 'free')
  t.equal(valueIn(refused, 'notes'), 'Kept')
  t.match(problemsOf(refused), [/Write the amount as a plain number/])
})

t.test('an order can be moved to a customer who is entered in the form', async (t) => {
  const { page, save, stored } = await opened()
  const saved = await save(page, {
    customerId: 'new',
    'customer.name': NOOR.name,
    'customer.phoneNumber': NOOR.phoneNumber,
  })
  t.equal(saved.status, 303)
  t.equal((await stored()).customer.name, 'Noor Okafor')
})

t.test('an order keeps its employee who was archived', async (t) => {
  const tomas = await addEmployee(office, { name: 'Tomas Novák', phoneNumber: '0170 555 0144' })
  const { order, url, save, stored } = await opened({ employeeId: tomas.id })
  await office.delete(`/api/employees/${tomas.id}`)
  const page = await counter.get(`${url}/edit`)
  t.equal((await save(page, { notes: 'Collected by her sister' })).status, 303)
  t.match(await stored(), { id: order.id, employeeId: tomas.id, notes: 'Collected by her sister' })
})

t.test('an unknown order cannot be edited', async (t) => {
  t.equal((await counter.get('/admin/orders/9999/edit')).status, 404)
  await counter.get('/admin/orders/new')
  t.equal((await counter.post('/admin/orders/9999', { notes: 'x' })).status, 404)
})
