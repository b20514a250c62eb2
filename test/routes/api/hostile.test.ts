// Hostile and faulty input to the API: every response is a documented one.
import t from 'tap'
import { openShop, refused, wrongFields } from '../../support/api.ts'
import { documentOf, operationsOf } from '../../support/documented.ts'
import { AMINA, addEmployee, addOrder } from '../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const orderOf = async (id: number) => (await owner.get(`/api/orders/${id}`)).json()

t.test('text is returned as it was sent, in every script', async (t) => {
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
    const results = await owner.get(`/api/orders?search=${encodeURIComponent(text)}`)
    t.ok(
      results.json().data.some((row: { id: number }) => row.id === order.id),
      `found: ${text}`,
    )
  }
})

t.test('text that no database can store is refused, with the field named', async (t) => {
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

/** Values of faulty programs and attackers, sent in place of valid ones. */
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

/** Copies of a body, each with one value replaced. */
function* spoilt(body: unknown, replace = (part: unknown) => part): Generator<unknown> {
  for (const evil of EVIL) yield replace(evil)
  if (typeof body !== 'object' || body === null) return
  for (const [name, value] of Object.entries(body)) {
    const rebuild = (part: unknown) =>
      replace(Array.isArray(body) ? body.with(Number(name), part) : { ...body, [name]: part })
    yield* spoilt(value, rebuild)
  }
}

/** All operations but streams, aliases, and those that hash passwords or draw photos. */
const operations = operationsOf(documentOf(app)).filter(
  ({ path }) => !/auth|users|stream|admin|images$/.test(path),
)

t.test('whatever a field holds, the response is a documented one', async (t) => {
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

t.test('whatever a parameter holds, the response is a documented one', async (t) => {
  const texts = EVIL.map((value) =>
    typeof value === 'string' ? value.slice(0, 2000) : JSON.stringify(value),
  )
  const encoded = [
    ...texts.filter((text) => !/\p{Surrogate}/u.test(text)).map(encodeURIComponent),
    '%zz',
    '%ED%A0%80',
    '1e999',
    '..%2f..',
    '%252e%252e',
  ]
  const queries: string[] = []
  for (const { path, operation } of operations.filter(({ method }) => method === 'get')) {
    const names = (operation.parameters ?? []).flatMap(({ in: place, name }) =>
      place === 'query' ? [name] : [],
    )
    for (const value of encoded) {
      if (path.includes('{')) queries.push(path.replace(/\{\w+\}/g, value))
      for (const name of names) {
        queries.push(`${path.replace(/\{\w+\}/g, '1')}?${name}=${value}`)
      }
    }
  }
  for (const url of queries) {
    if ((await owner.get(url)).statusCode >= 500) t.fail(url)
  }
  t.ok(queries.length > 1000, `${queries.length} requests`)
  for (const name of ['__proto__', 'constructor', 'a[b]', '', '%00', '%zz']) {
    t.equal((await owner.get(`/api/orders?${name}=1`)).statusCode, 400, name)
  }
})

t.test('whatever a header holds, the response is a documented one', async (t) => {
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
