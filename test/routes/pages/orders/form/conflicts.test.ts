// Edit conflicts of an order: both versions are shown, each change is merged or chosen, and typed values are kept.
import t from 'tap'
import { account, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { eachSaid, said, valueIn } from '../../../../support/reading.ts'
import { openEditForm } from '../../../../support/shop/edit-form.ts'
import { addEmployee, addOrder, inDays } from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app, await account(app, 'staff'))

const opened = (given?: object) => openEditForm(office, counter, given)

/** Fields that differ between the versions; a tick marks the form's version. */
const conflict = (page: Page) => {
  page.$('#conflict button').remove()
  return eachSaid(page, '#conflict tbody tr').map((row) => row.replace('(in the form)', '✓'))
}

/** An item as an API client sends it back. */
const itemInput = ({
  id,
  itemName,
  description,
  quantity,
  unitPrice,
}: Record<string, unknown>) => ({
  id,
  itemName,
  description,
  quantity,
  unitPrice,
})

t.test(
  'after somebody else saved, both versions are shown, and typed values are kept',
  async (t) => {
    const { api, page, save, stored } = await opened()
    await office.put(api, { notes: 'Hem above the shoe.' })
    const stale = await save(page, { notes: 'Hem to the ankle.', internalNotes: 'She called.' })
    t.equal(stale.status, 412)
    t.match(said(stale.$('#conflict')), /Someone else changed this order while you were editing/)
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

t.test('both versions show people by name', async (t) => {
  const { api, page, save } = await opened()
  const samira = await addEmployee(office, { name: 'Samira Idrissi', phoneNumber: '0170 555 0143' })
  const items = [{ itemName: 'Veil', description: 'Ivory', quantity: 1, unitPrice: '30.00' }]
  await office.put(api, {
    customer: { name: 'Noor Okafor', phoneNumber: '0555 1234' },
    employeeId: samira.id,
    items,
  })
  const stale = await save(page, { 'items.0.quantity': '2' })
  t.strictSame(conflict(stale), [
    'Customer Amina Bello Noor Okafor ✓',
    'Made by empty Samira Idrissi ✓',
    'Item empty 1 × Veil (Ivory) at 30.00 ✓',
    'Item 2 × Bridal gown, hem and bustle at 125.50 ✓ (removed)',
    'Item 2 × Veil at 30.00 (removed) ✓',
  ])
})

t.test('saving then writes only the fields that its author changed', async (t) => {
  const { order, api, page, save, stored } = await opened({ deadline: inDays(5) })
  const [gown, veil] = order.items
  await office.put(api, {
    deadline: inDays(9),
    items: [itemInput(gown), { ...itemInput(veil), quantity: 3 }],
  })
  const stale = await save(page, { 'items.0.unitPrice': '140,00', internalNotes: 'She called.' })
  t.strictSame(conflict(stale), [
    `Due date ${inDays(5)} ${inDays(9)} ✓`,
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

t.test('items that both changed are chosen with one button each', async (t) => {
  const { order, api, page, press, save, stored } = await opened()
  const [gown, veil] = order.items
  await office.put(api, {
    notes: 'Theirs',
    items: [{ ...itemInput(gown), quantity: 2 }, itemInput(veil)],
  })
  const stale = await save(page, { 'items.0.quantity': '5', notes: 'Mine' })
  const item = await press(stale, 'Use this Item: 2 × Bridal gown, hem and bustle at 125.50')
  t.equal(item.status, 200)
  t.equal(valueIn(item, 'items.0.quantity'), '2')
  t.equal(valueIn(item, 'notes'), 'Mine', 'the rest stays as it was')
  const both = await press(item, 'Use this Notes: Theirs')
  t.match(said(both.$('#conflict')), 'The saved order already has your changes.')
  t.equal((await save(both)).status, 303)
  t.match(await stored(), { notes: 'Theirs', items: [{ quantity: 2 }, { quantity: 2 }] })
})

t.test('items added or removed on either side are merged', async (t) => {
  const { order, api, page, press, save, stored } = await opened()
  const [gown, veil] = order.items
  const garter = { itemName: 'Garter', quantity: 1, unitPrice: '12.00' }
  await office.put(api, { items: [itemInput(gown)] })
  await addOrder(office)
  await office.put(api, { items: [itemInput(gown), garter] })
  const shorter = await press(page, 'Remove this item', 0)
  const stale = await save(shorter, { 'items.0.description': 'Ivory' })
  t.strictSame(conflict(stale), [
    'Item (removed) ✓ 1 × Bridal gown, hem and bustle at 125.50',
    'Item empty 1 × Garter at 12.00 ✓',
    'Item 2 × Veil (Ivory) at 30.00 ✓ (removed)',
  ])
  t.equal((await save(stale)).status, 303)
  const { items } = await stored()
  t.match(items, [{ itemName: 'Garter' }, { itemName: 'Veil', description: 'Ivory' }])
  t.not(items[1].id, veil.id, 'taken out and put back: a new item')
})

t.test('without the opened values all fields count as changed', async (t) => {
  const { api, page, save } = await opened()
  await office.put(api, { notes: 'Theirs' })
  for (const was of ['', '{}', 'null', '{"rows":7}']) {
    const stale = await save(page, { was })
    t.equal(stale.status, 412)
    t.equal(valueIn(stale, 'notes'), 'Hem to the floor.\nIvory thread.')
  }
})

t.test('a third version saved meanwhile is detected too', async (t) => {
  const { api, page, save } = await opened()
  await office.put(api, { notes: 'Second version' })
  const stale = await save(page)
  await office.put(api, { notes: 'Third version' })
  const again = await save(stale)
  t.equal(again.status, 412)
  t.match(said(again.$('#conflict')), /Third version/)
})

t.test('a payment and a move meanwhile are no conflict', async (t) => {
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
