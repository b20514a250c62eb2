// Search for names, items and phone numbers in many scripts.
import t from 'tap'
import { openShop } from '../../../support/api.ts'
import { PASSWORD, signedIn } from '../../../support/app.ts'
import { eachSaid } from '../../../support/reading.ts'
import { addCustomer, addEmployee, addOrder } from '../../../support/shop/factories.ts'
import { SCRIPTS } from '../../../support/shop/names-in-scripts.ts'

const { app, owner } = await openShop(t)
const visitor = await signedIn(app)

const people = async (url: string) =>
  ((await owner.get(url)).json().data as { name: string }[]).map(({ name }) => name)
const namesOnPage = async (url: string) => eachSaid(await visitor.get(url), 'tbody .row-link')
const query = (search: string) => `?search=${encodeURIComponent(search)}`
const plain = (text: string) => text.replace(/\s+/g, ' ')

const orders: number[] = []
for (const [at, { name, item, others = [] }] of SCRIPTS.entries()) {
  const customer = { name, phoneNumber: `0900 ${7_000 + at}` }
  const order = await addOrder(owner, {
    customer,
    items: [{ itemName: item, quantity: 1, unitPrice: '5' }],
  })
  orders.push(order.number)
  await addEmployee(owner, customer)
  const email = `person${at}@example.com`
  await owner.post('/api/users', { email, fullName: name, password: PASSWORD, role: 'customer' })
  for (const other of others) await addCustomer(owner, { name: other, phoneNumber: '0800 1' })
  for (const other of others) await addEmployee(owner, { name: other, phoneNumber: '0800 1' })
}

for (const [at, { script, name, item, names, items, others = [] }] of SCRIPTS.entries()) {
  t.test(script, async (t) => {
    const number = orders[at]
    for (const search of [name, ...names]) {
      for (const noun of ['customers', 'employees']) {
        const found = await people(`/api/${noun}${query(search)}`)
        t.ok(found.includes(plain(name)), `${noun}: ${search} finds ${name}, and not ${found}`)
        if (search !== name && search !== names.at(-1)) continue
        const page = await namesOnPage(`/admin/${noun}${query(search)}`)
        t.ok(page.includes(plain(name)), `page of ${noun}: ${search}`)
      }
      if (search !== name && search !== names.at(-1)) continue
      const users = (await owner.get(`/api/users${query(search)}`)).json().data
      t.match(users, [{ fullName: plain(name) }], `users: ${search}`)
    }
    for (const search of [item, ...items, ...names]) {
      const rows = (await owner.get(`/api/orders${query(search)}`)).json().data
      const numbers = (rows as { number: number }[]).map((order) => order.number)
      t.ok(numbers.includes(number ?? 0), `orders: ${search} finds ${item} of ${name}`)
    }
    const whole = await people(`/api/customers${query(name)}`)
    for (const other of others) t.notOk(whole.includes(other), `${name} is not ${other}`)
  })
}

t.test('wildcards are searched for literally', async (t) => {
  await addCustomer(owner, { name: '100% Wool_Shop', phoneNumber: '0800 2' })
  await addOrder(owner, {
    customer: { name: 'Ada', phoneNumber: '0800 3' },
    items: [{ itemName: 'Hem 50% \\ cut_off', quantity: 1, unitPrice: '5' }],
  })
  for (const [search, many] of [
    ['100%', 1],
    ['wool_', 1],
    ['wool%', 0],
    ['%%%', 0],
    ['___', 0],
  ] as const) {
    t.equal((await people(`/api/customers${query(search)}`)).length, many, search)
  }
  for (const [search, many] of [
    ['50% hem', 1],
    ['cut_', 1],
    ['h%m', 0],
    ['\\ cut_off', 1],
    ['c_t', 0],
  ] as const) {
    const rows = (await owner.get(`/api/orders${query(search)}`)).json().data
    t.equal(rows.length, many, search)
  }
})

t.test('a search without visible characters matches all', async (t) => {
  const all = await people('/api/customers?limit=200')
  for (const search of ['\u200b', '\u00a0 \u202a', '\u3000']) {
    t.strictSame(await people(`/api/customers${query(search)}&limit=200`), all)
    t.equal((await owner.get(`/api/orders${query(search)}`)).statusCode, 200)
  }
})

t.test('a phone number is found in any notation', async (t) => {
  const written = [
    '+44 (0)7700 900555',
    '07700 900555',
    '0044 7700 900555',
    '+447700900555',
    '٠٧٧٠٠ ٩٠٠٥٥٥',
  ]
  for (const [at, phoneNumber] of written.entries()) {
    await addCustomer(owner, { name: `Caller ${at}`, phoneNumber })
  }
  const everybody = written.map((_, at) => `Caller ${at}`)
  const searches = [
    '+447700900555',
    '+44 (0)7700 900555',
    '07700 900 555',
    '００４４７７００９００５５５',
    '\u202a+44\u00a07700‑900555\u202c',
    '7700900555',
    '٠٧٧٠٠٩٠٠٥٥٥',
    '447700900555',
  ]
  for (const search of searches) {
    t.strictSame(await people(`/api/customers${query(search)}`), everybody, search)
    t.strictSame(await namesOnPage(`/admin/customers${query(search)}`), everybody, search)
  }
  t.strictSame(
    await people(`/api/customers${query('Caller 900555')}`),
    everybody,
    'name and number',
  )
  t.strictSame(await people(`/api/customers${query('+33 7700 900556')}`), [])
  const russian = ['8 912 345-67-89', '+7 912 345-67-89']
  for (const phoneNumber of russian) await addCustomer(owner, { name: 'Ирина', phoneNumber })
  for (const search of russian) t.equal((await people(`/api/customers${query(search)}`)).length, 2)
})

t.test("an order number is found in any script's digits", async (t) => {
  const number = String(orders[0])
  const arabic = number.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')
  for (const search of [number, `#${number}`, arabic, `\u202a#${number}`]) {
    const rows = (await owner.get(`/api/orders${query(search)}`)).json().data
    t.match(rows, [{ number: Number(number) }], search)
  }
})
