// The API under those who mean it ill, and under several people at once.
import t from 'tap'
import { openShop, refused, wrongFields } from '../../api.ts'
import { ENGINE } from '../../database.ts'
import { documentOf } from '../../documented.ts'
import { AMINA, addCustomer, addEmployee, addOrder, GOWN } from '../../factories.ts'

const { app, owner } = await openShop(t)

const hundred = () =>
  addOrder(owner, { items: [{ itemName: 'Coat', quantity: 1, unitPrice: '100.00' }] })
const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()
const tally = (answers: { statusCode: number }[]) => {
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return counts
}

t.test('the last balance is paid once, however many pay at once', async (t) => {
  const { id } = await hundred()
  const pay = (amount: string) => owner.post(`/api/orders/${id}/payments`, { amount })
  await pay('30.00')
  t.strictSame(tally(await Promise.all([pay('70.00'), pay('70.00')])), { 201: 1, 409: 1 })
  t.match(await orderOf(id), { paidAmount: '100.00', paymentStatus: 'paid' })
  const other = (await hundred()).id
  const parts = Array.from({ length: 25 }, () =>
    owner.post(`/api/orders/${other}/payments`, { amount: '10.00' }),
  )
  t.strictSame(tally(await Promise.all(parts)), { 201: 10, 409: 15 })
  t.match(await orderOf(other), { paidAmount: '100.00', payments: { length: 10 } })
})

t.test('no more is given back than was paid', async (t) => {
  const { id } = await hundred()
  const pay = (kind: string, amount: string) =>
    owner.post(`/api/orders/${id}/payments`, { kind, amount })
  await pay('payment', '100.00')
  const refunds = Array.from({ length: 6 }, () => pay('refund', '30.00'))
  t.strictSame(tally(await Promise.all(refunds)), { 201: 3, 409: 3 })
  t.match(await orderOf(id), { paidAmount: '10.00', paymentStatus: 'partial' })
  const settle = Array.from({ length: 5 }, () =>
    owner.put(`/api/orders/${id}/status`, { paymentStatus: 'paid' }),
  )
  t.strictSame(tally(await Promise.all(settle)), { 200: 5 })
  t.equal((await orderOf(id)).paidAmount, '100.00', 'settled once')
})

t.test('of two who saw the same version one is told so', async (t) => {
  const { id } = await hundred()
  const seen = { 'if-match': '"1"' }
  const answers = await Promise.all([
    owner.put(`/api/orders/${id}/status`, { status: 'in_progress' }, seen),
    owner.put(`/api/orders/${id}`, { notes: 'Longer' }, seen),
    owner.delete(`/api/orders/${id}`, seen),
  ])
  const told = answers.filter(({ statusCode }) => statusCode === 412)
  t.equal(told.length, 2)
  t.equal((await orderOf(id)).version, 2)
})

t.test('a customer who is archived while an order is taken', async (t) => {
  const { id } = await addCustomer(owner)
  const answers = await Promise.all([
    owner.post('/api/orders', { customerId: id, ...GOWN }),
    owner.delete(`/api/customers/${id}`),
    owner.post('/api/orders', { customerId: id, ...GOWN }),
  ])
  const { archivedAt } = (await owner.get(`/api/customers/${id}`)).json()
  t.equal(answers[1].statusCode, 204)
  for (const order of [answers[0], answers[2]]) {
    // Writes that run side by side on PostgreSQL take their time before they take their turn.
    const isBefore = ENGINE !== 'sqlite' || order.json().createdAt <= archivedAt
    if (order.statusCode === 201) t.ok(isBefore, 'taken before')
    else t.strictSame(wrongFields(order), { '/customerId': 'reference' }, 'refused after')
  }
})

t.test('text comes back as it was sent, in every script', async (t) => {
  const texts = [
    '🧵👗 Zoë‍',
    'עִבְרִית and عربي',
    '漢字かな交じり',
    'a\u0301e\u0301',
    "'; DROP TABLE orders; --",
    '<b>&amp;',
    '\\u0000',
    '%s %n {{7*7}}',
  ]
  for (const text of texts) {
    const order = await addOrder(owner, {
      customer: { ...AMINA, name: text },
      notes: text,
      items: [{ itemName: text, description: text, quantity: 1, unitPrice: '1.00' }],
    })
    t.match(await orderOf(order.id), {
      notes: text,
      customer: { name: text },
      items: [{ itemName: text, description: text }],
    })
    const found = await owner.get(`/api/orders?search=${encodeURIComponent(text)}`)
    t.ok(
      found.json().data.some((row: { id: number }) => row.id === order.id),
      `found: ${text}`,
    )
  }
})

t.test('text that no database keeps is refused, with what is wrong beside it', async (t) => {
  const answer = await owner.post('/api/orders', {
    customer: { name: 'Nul\0l', phoneNumber: 7 },
    notes: 'half \ud83e of a thread',
    items: [{ itemName: 'Hem', quantity: 1, unitPrice: '1.00', description: '\udc00' }],
  })
  t.strictSame(wrongFields(answer), {
    '/customer/phoneNumber': 'type',
    '/notes': 'characters',
    '/customer/name': 'characters',
    '/items/0/description': 'characters',
  })
  refused(t, await owner.get('/api/orders?search=%00'), 400, 'invalid_parameter')
})

/** What programs with faults, and people with bad intentions, put where something else is meant. */
const EVIL: unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '1',
  'x'.repeat(100_000),
  '\0',
  '\ud800',
  '\'"`;--<script>',
  [],
  [[]],
  {},
  { constructor: { prototype: { admin: true } } },
  { toString: 'x', length: -1 },
  '9'.repeat(400),
  '2026-02-30',
  '+999999-01-01T00:00:00Z',
]

/** Copies of a body, each with one value of it replaced. */
function* spoilt(body: unknown, replace = (part: unknown) => part): Generator<unknown> {
  for (const evil of EVIL) yield replace(evil)
  if (typeof body !== 'object' || body === null) return
  for (const [name, value] of Object.entries(body)) {
    const rebuild = (part: unknown) =>
      replace(Array.isArray(body) ? body.with(Number(name), part) : { ...body, [name]: part })
    yield* spoilt(value, rebuild)
  }
}

const document = documentOf(app)

/** Every operation but the endless one, another name of one, and those that hash passwords or draw photos. */
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  /auth|users|stream|admin|images$/.test(path)
    ? []
    : Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

t.test('whatever a field holds, the answer is one of those that the document knows', async (t) => {
  const { id } = await addOrder(owner)
  await addEmployee(owner)
  let sent = 0
  for (const { path, method, operation } of operations) {
    const media = operation.requestBody?.content['application/json']
    if (!media) continue
    const url = path.replace('{id}', String(id))
    for (const payload of spoilt(media.example)) {
      const answer = await owner.send({
        method: method.toUpperCase() as 'POST',
        url,
        payload: JSON.stringify(payload),
        headers: { 'content-type': 'application/json' },
      })
      if (answer.statusCode >= 500) t.fail(`${method} ${url} ${JSON.stringify(payload)}`)
      sent++
    }
  }
  t.ok(sent > 500, `${sent} requests`)
})

t.test('and whatever a parameter holds', async (t) => {
  const texts = EVIL.map((value) =>
    typeof value === 'string' ? value.slice(0, 2000) : JSON.stringify(value),
  )
  const encoded = [
    ...texts.filter((text) => !/\p{Surrogate}/u.test(text)).map(encodeURIComponent),
    '%zz',
    '%ED%A0%80',
    '1e999',
    '..%2f..',
    '%2e%2e',
  ]
  const asked: string[] = []
  for (const { path, operation } of operations.filter(({ method }) => method === 'get')) {
    const names = (operation.parameters ?? []).flatMap(({ in: place, name }) =>
      place === 'query' ? [name] : [],
    )
    for (const value of encoded) {
      if (path.includes('{')) asked.push(path.replace(/\{\w+\}/g, value))
      for (const name of names) {
        asked.push(`${path.replace(/\{\w+\}/g, '1')}?${name}=${value}`)
      }
    }
  }
  for (const url of asked) {
    if ((await owner.get(url)).statusCode >= 500) t.fail(url)
  }
  t.ok(asked.length > 1000, `${asked.length} requests`)
  for (const name of ['__proto__', 'constructor', 'a[b]', '', '%00', '%zz']) {
    t.equal((await owner.get(`/api/orders?${name}=1`)).statusCode, 400, name)
  }
})

t.test('and whatever a header holds', async (t) => {
  const { id } = await addOrder(owner)
  for (const value of [
    '',
    '"',
    '"1',
    '"1", "2"',
    '"99999999999999999999"',
    'W/"1"',
    "'1'",
    '*, *',
    'x'.repeat(5000),
  ]) {
    for (const name of [
      'if-match',
      'if-none-match',
      'idempotency-key',
      'accept',
      'range',
      'expect',
    ]) {
      const headers = { [name]: value }
      const put = await owner.put(`/api/orders/${id}`, { notes: 'x' }, headers)
      const post = await owner.post(`/api/orders/${id}/payments`, { amount: '0.01' }, headers)
      t.ok(put.statusCode < 500 && post.statusCode < 500, `${name}: ${value.slice(0, 50)}`)
    }
  }
})
