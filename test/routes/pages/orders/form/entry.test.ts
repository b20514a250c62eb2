// Order entry without JavaScript: each button is a round trip.
import t from 'tap'
import { account, browser, build, type Page, program, signedIn } from '../../../../support/app.ts'
import { submit, type Typed } from '../../../../support/forms.ts'
import {
  eachSaid,
  isFragment,
  isPage,
  problemsOf,
  said,
  valueIn,
} from '../../../../support/reading.ts'
import {
  AMINA,
  addCustomer,
  addEmployee,
  inDays,
  newPhone,
} from '../../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const counter = await signedIn(app)

const NEW = '/admin/orders/new'
const form = '#order-form'
const press = (page: Page, button: string, typed: Typed = {}, buttonAt = 0) =>
  submit(counter, page, { form, typed, button, buttonAt })

const item = (index: number, itemName: string, unitPrice: string, quantity = '1'): Typed => ({
  [`items.${index}.itemName`]: itemName,
  [`items.${index}.unitPrice`]: unitPrice,
  [`items.${index}.quantity`]: quantity,
})
const AMINAS_GOWN = {
  ...item(0, 'Bridal gown, hem and bustle', '125.50'),
  'customer.name': AMINA.name,
  get 'customer.phoneNumber'() {
    return newPhone()
  },
}

const itemNames = ({ $ }: Page) =>
  $(`${form} input[name$=".itemName"]`)
    .map((_, field) => $(field).val())
    .get()
const count = async (noun: string) => (await office.get(`/api/${noun}?total=true`)).json().total

t.test('a new customer and three items, one button after the other', async (t) => {
  const rosa = await addEmployee(office)
  const blank = await counter.get(NEW)
  isPage(t, blank, 'New order')
  const two = await press(blank, 'Add item', AMINAS_GOWN)
  t.equal(two.status, 200, 'a row more is no order yet')
  t.strictSame(itemNames(two), ['Bridal gown, hem and bustle', ''], 'what was typed stays')
  t.equal(valueIn(two, 'customer.name'), 'Amina Bello')
  const three = await press(two, 'Add item', item(1, 'Veil', '30', '2'))
  const saved = await press(three, 'Save order', {
    ...item(2, 'Ivory shoes, dyed', '64,25'),
    deadline: inDays(9),
    deadlineTime: '15:30',
    employeeId: String(rosa.id),
    notes: 'Fitting on Friday.',
    internalNotes: 'Careful with the lace',
    'deposit.amount': '50,00',
    'deposit.method': 'card',
  })
  t.equal(saved.status, 303)

  const order = await counter.get(saved.location ?? '')
  isPage(t, order, 'Order 1001')
  t.match(said(order.$('#toasts .toast')), 'Order 1001 saved.')
  const words = said(order.$('main'))
  for (const word of ['Amina Bello', 'Ivory shoes, dyed', 'Rosa Lindqvist', 'Careful with the']) {
    t.match(words, word)
  }
  t.match(words, /Due in 9 days, 3:30/)
  const sums = said(order.$('#order-payments .sums'))
  t.match(sums, /Total \$249\.75 Deposit, card .* \$50\.00 Balance \$199\.75/)
  const reloaded = await counter.get(saved.location ?? '')
  t.equal(said(reloaded.$('#toasts .toast')), '', 'the message is told once')
})

t.test('the remove button removes its own row', async (t) => {
  let page = await counter.get(NEW)
  for (const [index, name] of ['Gown', 'Veil', 'Shoes'].entries()) {
    page = await press(page, 'Add item', item(index, name, '10'))
  }
  const firstEmptied = item(0, '', '')
  const fewer = await press(page, 'Remove this item', firstEmptied, 1)
  t.equal(fewer.status, 200)
  t.strictSame(itemNames(fewer), ['Shoes'])
  const none = await press(fewer, 'Remove this item')
  t.strictSame(itemNames(none), [''], 'one row to type into is always there')
})

t.test('a customer is found by a few digits, and chosen', async (t) => {
  const noor = await addCustomer(office, { name: 'Noor Okafor', phoneNumber: '0555-12 34' })
  const customers = await count('customers')
  const scarf = item(0, 'Silk scarf', '64')
  const choicesPage = await press(await counter.get(NEW), 'Find', {
    ...scarf,
    customerSearch: '51234',
  })
  t.equal(choicesPage.status, 200)
  t.strictSame(eachSaid(choicesPage, '#customer-choices label:has([name=customerId])'), [
    'Noor Okafor 0555-12 34',
    'New customer',
  ])
  t.equal(valueIn(choicesPage, 'items.0.itemName'), 'Silk scarf', 'what was typed elsewhere stays')
  const saved = await press(choicesPage, 'Save order', { customerId: String(noor.id) })
  const order = await counter.get(saved.location ?? '')
  t.match(said(order.$('main')), 'Noor Okafor')
  t.equal(await count('customers'), customers, 'nobody was added')
})

t.test('the customer choice is also a page and a fragment of its own', async (t) => {
  const zoe = await addCustomer(office, { name: 'Zoë Müller', phoneNumber: '0170 1' })
  const url = '/admin/orders/customers?customerSearch=muller'
  const page = await counter.get(url)
  isPage(t, page, 'Choose a customer')
  const fragment = await counter.fragment(url)
  isFragment(t, fragment, 'customer-choices')
  t.match(said(fragment.$('body')), 'Zoë Müller', 'without regard to accents')
  const typed = { customerId: String(zoe.id) }
  const chosen = await submit(counter, page, { form: 'main form', typed, button: 'Continue' })
  t.equal(chosen.$('[name=customerId][checked]').val(), String(zoe.id), 'it arrives in the form')

  const unknown = await counter.fragment('/admin/orders/customers?customerSearch=Zelda')
  t.equal(unknown.$('[name="customer.name"]').val(), 'Zelda', 'a name nobody has is a new one')
  const digits = await counter.fragment('/admin/orders/customers?customerSearch=0555%209')
  t.equal(digits.$('[name="customer.phoneNumber"]').val(), '0555 9', 'and so is a number')
})

t.test('all errors are shown at their fields, and typed values are kept', async (t) => {
  const orders = await count('orders')
  const typed: Typed = {
    ...item(1, '', 'thirty', '0'),
    'items.0.unitPrice': '12.345',
    'customer.phoneNumber': 'ask her',
    deadline: '2026-13-45',
    internalNotes: 'Wants it "tight" <b>',
    'deposit.amount': 'ten',
  }
  const two = await press(await counter.get(NEW), 'Add item', item(0, 'Gown', '12'))
  const refused = await press(two, 'Save order', typed)
  t.equal(refused.status, 422)
  isPage(t, refused, 'New order')
  for (const [name, value] of Object.entries(typed)) {
    t.equal(valueIn(refused, name), value, `${name} keeps what was typed`)
  }
  const named = problemsOf(refused).join(' ')
  for (const problem of [/Name is missing/, /Write the phone/, /Item is missing/, /at least 1/]) {
    t.match(named, problem)
  }
  for (const name of ['customer.name', 'items.1.itemName', 'items.1.quantity', 'deposit.amount']) {
    const field = refused.$(`main form [name="${name}"]`)
    t.equal(field.attr('aria-invalid'), 'true', `${name} is marked`)
    const explained = field.attr('aria-describedby')?.split(' ').at(-1)
    t.ok(said(refused.$(`[id="${explained}"]`)), `${name} says what is wrong`)
  }
  t.equal(await count('orders'), orders)
})

t.test('an order needs a customer and an item', async (t) => {
  const refused = await press(await counter.get(NEW), 'Save order')
  t.equal(refused.status, 422)
  t.match(problemsOf(refused).sort(), [
    /Add at least one item/,
    /Name is missing/,
    /Phone number is missing/,
  ])
  t.strictSame(itemNames(refused), [''])
})

t.test('a time without a day is refused', async (t) => {
  const typed = { ...AMINAS_GOWN, deadlineTime: '15:30' }
  const refused = await press(await counter.get(NEW), 'Save order', typed)
  t.equal(refused.status, 422)
  t.match(problemsOf(refused), [/Write the due date as a day/])
})

t.test('a double tap creates one order', async (t) => {
  const [orders, customers] = [await count('orders'), await count('customers')]
  const page = await counter.get(NEW)
  const typed = { ...AMINAS_GOWN }
  const taps = [1, 2, 3].map(() => press(page, 'Save order', typed))
  const [first, ...others] = await Promise.all(taps)
  t.equal(first?.status, 303)
  for (const other of others) t.equal(other.location, first?.location, 'all lead to one order')
  t.equal(await count('orders'), orders + 1)
  t.equal(await count('customers'), customers + 1, 'and one customer')
})

t.test('the same form sent again with other content links to the saved order', async (t) => {
  const page = await counter.get(NEW)
  const saved = await press(page, 'Save order', AMINAS_GOWN)
  const orders = await count('orders')
  const other = { ...AMINAS_GOWN, 'items.0.itemName': 'Another gown' }
  const again = await press(page, 'Save order', other)
  t.equal(again.status, 422)
  t.match(said(again.$('main [role=alert]')), /already sent with other content/)
  const link = again.$('a:contains("Open the saved order")')
  t.equal(link.attr('href'), saved.location)
  t.equal((await counter.get(link.attr('href') ?? '')).status, 200)
  t.equal(valueIn(again, 'items.0.itemName'), 'Another gown', 'what was typed is still there')
  t.equal(await count('orders'), orders)

  const second = await press(again, 'Save order')
  t.equal(second.status, 303, 'and can be saved as a second order')
  t.equal(await count('orders'), orders + 1)
})

t.test('only staff may take orders', async (t) => {
  const orders = await count('orders')
  const visitor = await browser(app).get(NEW)
  t.equal(visitor.location, '/auth/login?next=%2Fadmin%2Forders%2Fnew')
  const customer = await signedIn(app, await account(app, 'customer'))
  t.equal((await customer.get(NEW)).status, 403)
  t.equal((await customer.get('/admin/orders/customers')).status, 403)
  t.equal((await customer.post('/admin/orders', { 'items.0.itemName': 'Mine' })).status, 403)
  const staff = await signedIn(app, await account(app, 'staff'))
  t.equal((await staff.get(NEW)).status, 200)
  t.equal(await count('orders'), orders)
})
