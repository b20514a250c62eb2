// External references and metadata of orders and customers, and changes since a moment.
import t from 'tap'
import { eventsOf, everyPage, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { AMINA, addCustomer, addOrder, GOWN } from '../../../support/shop/factories.ts'

const FACTS = { externalReference: 'WEB-2041', metadata: { source: 'web', cart: 'c-1' } }

t.test('a reference and metadata are stored, changed and cleared', async (t) => {
  const { app, owner } = await openShop(t)
  const customer = await addCustomer(owner, { ...AMINA, ...FACTS })
  const order = await addOrder(owner, { customer: undefined, customerId: customer.id, ...FACTS })
  const plain = await addOrder(owner)
  t.match(plain, { externalReference: null, metadata: {} })
  for (const [noun, one] of [
    ['customer', customer],
    ['order', order],
  ] as const) {
    const url = `/api/${noun}s/${one.id}`
    t.match(one, FACTS, noun)
    t.match((await owner.get(url)).json(), FACTS, noun)
    const list = await owner.get(`/api/${noun}s?externalReference=WEB-2041&total=true`)
    t.match(list.json(), { data: [{ id: one.id, ...FACTS }], total: 1 }, noun)
    const headers = { 'if-match': `"${one.version}"` }
    const changed = await owner.put(url, { metadata: { source: 'till' } }, headers)
    t.strictSame(changed.json().metadata, { source: 'till' }, 'all of it is replaced')
    t.equal(changed.json().externalReference, 'WEB-2041', 'what is left out stays')
    refused(t, await owner.put(url, { metadata: {} }, headers), 412, 'stale_version')
    const again = await owner.put(url, { metadata: { source: 'till' } })
    t.equal(again.json().version, changed.json().version, 'the same again changes nothing')
    const event = (await eventsOf(app, noun, one.id)).at(-1)
    t.strictSame(event?.data.metadata, { before: FACTS.metadata, after: { source: 'till' } })
    const emptied = await owner.put(url, { externalReference: null, metadata: null })
    t.match(emptied.json(), { externalReference: null, metadata: {} })
  }
  const csv = await owner.get('/api/orders/export/csv')
  t.match(csv.body.split('\r\n')[0], /,externalReference$/)
})

t.test('two orders may share a reference, and an edit on a page changes neither', async (t) => {
  const { app, owner } = await openShop(t)
  for (const notes of ['one', 'two']) await addOrder(owner, { ...FACTS, notes })
  t.equal((await owner.get('/api/orders?externalReference=WEB-2041')).json().data.length, 2)
  const { signedIn } = await import('../../../support/app.ts')
  const { submit } = await import('../../../support/forms.ts')
  const customer = await addCustomer(owner, { ...AMINA, ...FACTS })
  const visitor = await signedIn(app)
  const form = `/admin/customers/${customer.id}`
  const page = await visitor.get(`${form}/edit`)
  const typed = { notes: 'Prefers short hems' }
  t.equal((await submit(visitor, page, { form: `form[action="${form}"]`, typed })).status, 303)
  t.match((await owner.get(`/api/customers/${customer.id}`)).json(), { ...FACTS, ...typed })
})

t.test('metadata is limited to a few short texts, and hidden from customers', async (t) => {
  const { app, owner } = await openShop(t)
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`fact${at}`, 'x']))
  for (const [input, pointer] of [
    [{ metadata: many }, '/metadata'],
    [{ metadata: { long: 'x'.repeat(501) } }, '/metadata/long'],
    [{ metadata: { number: 5 } }, '/metadata/number'],
    [{ metadata: { 'a b': 'x' } }, '/metadata'],
    [{ metadata: 'x' }, '/metadata'],
    [{ externalReference: 'x'.repeat(101) }, '/externalReference'],
  ] as const) {
    const answer = await owner.post('/api/orders', { customer: AMINA, ...GOWN, ...input })
    refused(t, answer, 422, 'invalid_input', JSON.stringify(input).slice(0, 60))
    t.ok(pointer in wrongFields(answer), `${pointer}: ${answer.body}`)
  }
  for (const name of ['', 'a b', 'größe', 'n'.repeat(41)]) {
    const facts = { customer: AMINA, ...GOWN, metadata: { [name]: 'x' } }
    const answer = await owner.post('/api/orders', facts)
    t.match(answer.json().detail, /names in metadata have 1 to 40/, `not as a name: ${name}`)
  }
  const forged = `{"customer":${JSON.stringify(AMINA)},"items":${JSON.stringify(GOWN.items)},"metadata":{"__proto__":"x","constructor":"y"}}`
  const headers = { 'content-type': 'application/json' }
  const proto = await owner.send({ method: 'POST', url: '/api/orders', payload: forged, headers })
  t.equal(proto.statusCode, 400, proto.body)
  const customer = await addCustomer(owner)
  const order = await addOrder(owner, { customer: undefined, customerId: customer.id, ...FACTS })
  const amina = await program(app, await account(app, 'customer', customer.id))
  const seen = (await amina.get(`/api/orders/${order.id}`)).json()
  t.notOk('metadata' in seen || 'externalReference' in seen)
  const guess = await amina.get('/api/orders?externalReference=WEB-2041&total=true')
  refused(t, guess, 400, 'invalid_parameter', 'what is not shown is not found either')
  t.same(wrongFields(guess), { '/externalReference': 'additionalProperties' })
})

const NO_MOMENTS = [
  'yesterday',
  '2026-12-01',
  '2026-06-30T23:59:60Z',
  '2026-12-01 15:00:00Z',
  '2026-12-01T15:00:00',
  '2026-12-01T15:00Z',
  '2026-12-01T15:00:00+0100',
  '2026-12-01T15:00:00+01',
  '2026-02-30T15:00:00Z',
  '2026-12-01T25:00:00Z',
]

t.test('changes since a moment are listed in their order', async (t) => {
  const { owner } = await openShop(t)
  for (const noun of ['orders', 'customers'] as const) {
    const make = noun === 'orders' ? () => addOrder(owner) : () => addCustomer(owner)
    const orders = [await make(), await make(), await make(), await make()]
    const since = orders[1].updatedAt
    const url = `/api/${noun}?updatedSince=${encodeURIComponent(since)}&limit=1`
    const ids = async () => (await everyPage<{ id: number }>(owner, url)).map(({ id }) => id)
    const expected = orders.filter(({ updatedAt }) => updatedAt >= since).map(({ id }) => id)
    const later = (await ids()).filter((id) => expected.includes(id))
    t.strictSame(later, expected, `${noun}: the moment itself counts`)
    await owner.put(`/api/${noun}/${orders[1].id}`, { notes: 'Changed' })
    t.equal((await ids()).at(-1), orders[1].id, 'what is changed comes at the end')
    const offset = since.replace('Z', '%2B00:00')
    t.equal((await owner.get(`/api/${noun}?updatedSince=${offset}`)).statusCode, 200)
    for (const wrong of NO_MOMENTS) {
      const answer = await owner.get(`/api/${noun}?updatedSince=${encodeURIComponent(wrong)}`)
      refused(t, answer, 400, 'invalid_parameter', wrong)
      t.match(answer.json().detail, /such as 2026-12-01T15:00:00Z/, wrong)
    }
    const unescaped = await owner.get(`/api/${noun}?updatedSince=2026-12-01T15:00:00+01:00`)
    t.match(unescaped.json().detail, /\+ is written %2B/)
    const latest = await owner.get(`/api/${noun}?updatedSince=9999-12-31T23:59:59-23:59`)
    t.same(latest.json().data, [], 'a moment beyond all years')
    t.equal((await owner.get(`${url.replace('limit=1', 'total=true')}`)).json().total >= 3, true)
  }
  const sorted = await owner.get('/api/orders?updatedSince=2026-01-01T00:00:00Z&sort=number')
  refused(t, sorted, 422, 'contradicting_parameters')
})
