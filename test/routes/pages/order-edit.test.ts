// Changing an order that others may be changing too: nothing is overwritten unseen, nothing typed is lost.
import t from 'tap'
import { addEmployee, addOrder, inDays } from '../../factories.ts'
import { submit, type Typed } from '../../forms.ts'
import { account, build, type Page, program, signedIn } from '../../helper.ts'
import { eachSaid, isPage, problemsOf, said, valueIn } from '../../reading.ts'

const NOOR = { name: 'Noor Okafor', phoneNumber: '0555 1234' }

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

/** An order of Amina's with its form open at the counter. */
async function opened(given: object = {}) {
  const order = await addOrder(office, { notes: 'Hem to the floor.\nIvory thread.', ...given })
  const url = `/admin/orders/${order.id}`
  const form = `form[action="${url}"]`
  return {
    order,
    url,
    api: `/api/orders/${order.id}`,
    page: await counter.get(`${url}/edit`),
    press: (page: Page, button: string, buttonAt = 0) =>
      submit(counter, page, { form, button, buttonAt }),
    save: (page: Page, typed: Typed = {}) =>
      submit(counter, page, { form, typed, button: 'Save order' }),
    stored: async () => (await office.get(`/api/orders/${order.id}`)).json(),
  }
}

/** Where two versions differ; a tick marks what the form holds. */
const conflict = (page: Page) => {
  page.$('#conflict button').remove()
  return eachSaid(page, '#conflict tbody tr').map((row) => row.replace('(in the form)', '✓'))
}

/** An item as a program sends it back. */
const kept = ({ id, itemName, description, quantity, unitPrice }: Record<string, unknown>) => ({
  id,
  itemName,
  description,
  quantity,
  unitPrice,
})

t.test('the form shows the order, and saving it untouched changes nothing', async (t) => {
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

t.test('a deadline moves, an item goes and another comes, a maker is chosen', async (t) => {
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
  const shown = await counter.get(url)
  t.match(said(shown.$('#order-timeline li').first()), /Changed: .*deadline.*items.* A staff/)
})

t.test(
  'somebody else saved first: both versions are shown, and nothing typed is lost',
  async (t) => {
    const { api, page, save, stored } = await opened()
    await office.put(api, { notes: 'Hem above the shoe.' })
    const stale = await save(page, { notes: 'Hem to the ankle.', internalNotes: 'She called.' })
    t.equal(stale.status, 412)
    t.match(said(stale.$('#conflict')), /Somebody else changed this order while you were editing/)
    t.strictSame(
      conflict(stale),
      ['Notes Hem to the ankle. ✓ Hem above the shoe.', 'Internal notes She called. ✓ empty'],
      'only where the two versions differ',
    )
    t.equal(valueIn(stale, 'notes'), 'Hem to the ankle.')
    t.equal(valueIn(stale, 'internalNotes'), 'She called.')
    t.equal((await stored()).notes, 'Hem above the shoe.', 'nothing is overwritten')
    const other = await counter.get(stale.$('#conflict a').attr('href') ?? '')
    t.equal(valueIn(other, 'notes'), 'Hem above the shoe.')

    t.equal((await save(stale)).status, 303, 'having seen both, one can put mine on top')
    t.match(await stored(), { notes: 'Hem to the ankle.', internalNotes: 'She called.' })
  },
)

t.test('the two versions speak of people by their names', async (t) => {
  const { api, page, save } = await opened()
  const samira = await addEmployee(office, { name: 'Samira Idrissi', phoneNumber: '0170 555 0143' })
  const items = [{ itemName: 'Veil', description: 'Ivory', quantity: 1, unitPrice: '30.00' }]
  await office.put(api, { customer: NOOR, employeeId: samira.id, items })
  const stale = await save(page, { 'items.0.quantity': '2' })
  t.strictSame(conflict(stale), [
    'Customer Amina Bello Noor Okafor ✓',
    'Made by empty Samira Idrissi ✓',
    'Item empty 1 × Veil (Ivory) at 30.00 ✓',
    'Item 2 × Bridal gown, hem and bustle at 125.50 ✓ (taken out)',
    'Item 2 × Veil at 30.00 (taken out) ✓',
  ])
})

t.test('saving after that writes only what one touched: both changes stand', async (t) => {
  const { order, api, page, save, stored } = await opened({ deadline: inDays(5) })
  const [gown, veil] = order.items
  await office.put(api, {
    deadline: inDays(9),
    items: [kept(gown), { ...kept(veil), quantity: 3 }],
  })
  const stale = await save(page, { 'items.0.unitPrice': '140,00', internalNotes: 'She called.' })
  t.strictSame(conflict(stale), [
    `Deadline ${inDays(5)} ${inDays(9)} ✓`,
    'Internal notes She called. ✓ empty',
    'Item 1 × Bridal gown, hem and bustle at 140.00 ✓ 1 × Bridal gown, hem and bustle at 125.50',
    'Item 2 × Veil at 30.00 3 × Veil at 30.00 ✓',
  ])
  t.equal((await save(stale)).status, 303)
  t.match(await stored(), {
    deadline: inDays(9),
    internalNotes: 'She called.',
    items: [
      { id: gown.id, unitPrice: '140.00', quantity: 1 },
      { id: veil.id, unitPrice: '30.00', quantity: 3 },
    ],
  })
})

t.test('what both touched is chosen with one tap, item by item', async (t) => {
  const { order, api, page, press, save, stored } = await opened()
  const [gown, veil] = order.items
  await office.put(api, { notes: 'Theirs', items: [{ ...kept(gown), quantity: 2 }, kept(veil)] })
  const stale = await save(page, { 'items.0.quantity': '5', notes: 'Mine' })
  const item = await press(stale, 'Take this Item: 2 × Bridal gown, hem and bustle at 125.50')
  t.equal(item.status, 200)
  t.equal(valueIn(item, 'items.0.quantity'), '2')
  t.equal(valueIn(item, 'notes'), 'Mine', 'the rest stays as it was')
  const both = await press(item, 'Take this Notes: Theirs')
  t.match(said(both.$('#conflict')), 'What is stored now is the same as what you typed.')
  t.equal((await save(both)).status, 303)
  t.match(await stored(), { notes: 'Theirs', items: [{ quantity: 2 }, { quantity: 2 }] })
})

t.test('items that came and went on either side', async (t) => {
  const { order, api, page, press, save, stored } = await opened()
  const [gown, veil] = order.items
  const garter = { itemName: 'Garter', quantity: 1, unitPrice: '12.00' }
  await office.put(api, { items: [kept(gown)] })
  await addOrder(office)
  await office.put(api, { items: [kept(gown), garter] })
  const shorter = await press(page, 'Remove this item', 0)
  const stale = await save(shorter, { 'items.0.description': 'Ivory' })
  t.strictSame(conflict(stale), [
    'Item (taken out) ✓ 1 × Bridal gown, hem and bustle at 125.50',
    'Item empty 1 × Garter at 12.00 ✓',
    'Item 2 × Veil (Ivory) at 30.00 ✓ (taken out)',
  ])
  t.equal((await save(stale)).status, 303)
  const { items } = await stored()
  t.match(items, [{ itemName: 'Garter' }, { itemName: 'Veil', description: 'Ivory' }])
  t.not(items[1].id, veil.id, 'taken out and put back: a new item')
})

t.test('a form that does not say what it was opened with counts as typed', async (t) => {
  const { api, page, save } = await opened()
  await office.put(api, { notes: 'Theirs' })
  for (const was of ['', '{}', 'null', '{"rows":7}']) {
    const stale = await save(page, { was })
    t.equal(stale.status, 412)
    t.equal(valueIn(stale, 'notes'), 'Hem to the floor.\nIvory thread.')
  }
})

t.test('a third person who saves in the meantime is noticed too', async (t) => {
  const { api, page, save } = await opened()
  await office.put(api, { notes: 'Second version' })
  const stale = await save(page)
  await office.put(api, { notes: 'Third version' })
  const again = await save(stale)
  t.equal(again.status, 412)
  t.match(said(again.$('#conflict')), /Third version/)
})

t.test('a payment and a move in the meantime are no conflict', async (t) => {
  const { api, page, save, stored } = await opened()
  await office.post(`${api}/payments`, { amount: '20.00' })
  await office.put(`${api}/status`, { status: 'in_progress' })
  t.equal((await save(page, { notes: 'Hem to the ankle.' })).status, 303)
  t.match(await stored(), {
    notes: 'Hem to the ankle.',
    status: 'in_progress',
    paidAmount: '20.00',
    paymentStatus: 'partial',
  })
})

t.test('items worth less than what was paid are refused in words', async (t) => {
  const { api, page, save } = await opened()
  await office.post(`${api}/payments`, { amount: '150.00' })
  const refused = await save(page, { 'items.0.unitPrice': '1' })
  t.equal(refused.status, 409)
  t.match(said(refused.$('[role=alert]')), /less than what was already paid. Record a refund first/)
  t.equal(valueIn(refused, 'items.0.unitPrice'), '1')
})

t.test('wrong input in an edit keeps everything typed', async (t) => {
  const { page, save } = await opened()
  const refused = await save(page, { 'items.0.unitPrice': 'free', notes: 'Kept' })
  t.equal(refused.status, 422)
  t.equal(valueIn(refused, 'items.0.unitPrice'), 'free')
  t.equal(valueIn(refused, 'notes'), 'Kept')
  t.match(problemsOf(refused), [/Write the amount as a plain number/])
})

t.test('an order can be given to a customer who is entered in place', async (t) => {
  const { page, save, stored } = await opened()
  const saved = await save(page, {
    customerId: 'new',
    'customer.name': NOOR.name,
    'customer.phoneNumber': NOOR.phoneNumber,
  })
  t.equal(saved.status, 303)
  t.equal((await stored()).customer.name, 'Noor Okafor')
})

t.test('an order stays with the employee who made it and has left since', async (t) => {
  const tomas = await addEmployee(office, { name: 'Tomas Novák', phoneNumber: '0170 555 0144' })
  const { order, url, save, stored } = await opened({ employeeId: tomas.id })
  await office.delete(`/api/employees/${tomas.id}`)
  const page = await counter.get(`${url}/edit`)
  t.equal((await save(page, { notes: 'Collected by her sister' })).status, 303)
  t.match(await stored(), { id: order.id, employeeId: tomas.id, notes: 'Collected by her sister' })
})

t.test('an order that is not there cannot be edited', async (t) => {
  t.equal((await counter.get('/admin/orders/9999/edit')).status, 404)
  await counter.get('/admin/orders/new')
  t.equal((await counter.post('/admin/orders/9999', { notes: 'x' })).status, 404)
})
