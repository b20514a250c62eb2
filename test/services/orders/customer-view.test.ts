// Staff-only data: planted in every field, then searched for in everything that a customer can read.
import type { AddressInfo } from 'node:net'
import { load } from 'cheerio'
import t, { type Test } from 'tap'
import { openShop, type Shop } from '../../support/api.ts'
import { account, type Browser, type Program, program, signedIn } from '../../support/app.ts'
import { stream } from '../../support/processes/event-stream.ts'
import { AMINA, addEmployee, addOrder, addPhotos } from '../../support/shop/factories.ts'

/** Texts by kind, each used nowhere else. */
const SECRETS = {
  'a note about the customer': 'haggles, never give credit',
  'the e-mail address in the book': 'silk.smuggler@example.net',
  'the address in the book': 'Behind the customs house',
  'the reference of the old books': 'ledger-of-debtors-9',
  'an internal note': 'old seam is weak',
  'an internal note of before': 'sold too cheap',
  'a note on a payment': 'paid with grubby coins',
  'the reason of a reversal': 'the cousin mistyped it',
  'a note on a refund': 'only to stop the shouting',
  'the reason of an exception': 'she is a friend of the mayor',
  'the phone number of staff': '0170 111 2233',
  'who took the money': 'Ines Almeida',
  'the name of another customer': 'Wilhelmina Ptarmigan',
  'the phone number of another customer': '0555 777 6655',
  'an item of another customer': 'Secret surprise veil',
} as const

interface Planted {
  order: { id: number; number: number; customerId: number; trackingToken: string }
  params: Record<string, string | number>
}

/** A shop with a secret in every field for staff. */
async function planted(owner: Program): Promise<Planted> {
  const rules = await owner.put('/api/payment-rules', {
    methods: ['cash'],
    depositKind: 'percent',
    depositValue: '50',
    workNeedsDeposit: true,
    handoverNeedsPayment: false,
  })
  if (rules.statusCode !== 200) throw new Error(rules.body)
  const rosa = await addEmployee(owner, {
    name: 'Rosa Lindqvist',
    phoneNumber: SECRETS['the phone number of staff'],
  })
  const order = await addOrder(owner, {
    customer: {
      ...AMINA,
      email: SECRETS['the e-mail address in the book'],
      address: SECRETS['the address in the book'],
      notes: SECRETS['a note about the customer'],
    },
    externalReference: SECRETS['the reference of the old books'],
    metadata: { from: SECRETS['the reference of the old books'] },
    employeeId: rosa.id,
    notes: 'Blue ribbon, please',
    internalNotes: SECRETS['an internal note of before'],
  })
  const at = `/api/orders/${order.id}`
  const did = async (method: 'post' | 'put', path: string, body: object) => {
    const answer = await owner[method](`${at}${path}`, body)
    if (answer.statusCode >= 300) throw new Error(`${path} was refused: ${answer.body}`)
    return answer.json()
  }
  await did('put', '', { internalNotes: SECRETS['an internal note'] })
  const wrong = await did('post', '/payments', {
    amount: '30.00',
    note: SECRETS['a note on a payment'],
  })
  const reason = SECRETS['the reason of a reversal']
  await did('post', `/payments/${wrong.id}/reversal`, { reason })
  await did('post', '/payments', { amount: '20.00' })
  const note = SECRETS['a note on a refund']
  await did('post', '/payments', { amount: '5.00', kind: 'refund', note })
  await did('put', '/status', {
    status: 'in_progress',
    overrideReason: SECRETS['the reason of an exception'],
  })
  await did('post', '/payments', { amount: '2.00', note })
  const [photo] = await addPhotos(owner, order.id)
  const sharing = { method: 'PATCH', url: `${at}/images/${photo?.id}`, payload: { shared: true } }
  t.equal((await owner.send(sharing as never)).statusCode, 200)
  const other = await addOrder(owner, {
    customer: {
      name: SECRETS['the name of another customer'],
      phoneNumber: SECRETS['the phone number of another customer'],
    },
    items: [{ itemName: SECRETS['an item of another customer'], quantity: 1, unitPrice: '9.00' }],
  })
  const params = { paymentId: wrong.id, imageId: photo?.id ?? 0, other: other.id }
  return { order, params: { ...params, token: order.trackingToken } }
}

function holdsNone(t: Test, text: string, where: string): void {
  for (const [what, secret] of Object.entries(SECRETS)) {
    if (text.includes(secret)) t.fail(`${where} tells ${what}`)
  }
}

/** Every GET address, with the ids of the planted rows. */
function addresses({ app }: Shop, { order, params }: Planted): string[] {
  const paths = [...app.routeTable]
    .filter(([path, { methods }]) => methods.has('GET') && !/\*|\/stream$/.test(path))
    .map(([path]) => path)
  const ids = [order.id, order.customerId, params.other, 1]
  const filled = ids.flatMap((id) =>
    paths.map((path) =>
      path.replace(/:(\w+)/g, (_, name: string) => String({ ...params, id }[name])),
    ),
  )
  return [...new Set(filled)]
}

/** Follows every link from the given pages. @returns the paths of the pages that were read */
async function crawl(t: Test, visitor: Browser, from: string[]): Promise<Set<string>> {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const [path = '/'] = url.split('#')
    if (seen.has(path) || !/^\/(?!\/|assets)/.test(path) || seen.size > 500) continue
    seen.add(path)
    const { response } = await visitor.get(path)
    holdsNone(t, response.body, path)
    if (response.headers.location) waiting.push(String(response.headers.location))
    const $ = load(response.body)
    for (const link of $('[href], [src], [data-live]').toArray()) {
      const to = $(link).attr('href') ?? $(link).attr('src') ?? ''
      waiting.push(to)
    }
  }
  return seen
}

t.test('pages and API show a customer no staff-only data', async (t) => {
  const shop = await openShop(t)
  const { app, owner } = shop
  const shopBook = await planted(owner)
  const { order } = shopBook
  const who = await account(app, 'customer', order.customerId)
  const amina = await program(app, who)
  const visitor = await signedIn(app, who)
  const queries = ['', '?total=true', '?limit=200', '?after=0&limit=200', '?size=thumb']

  const answered = new Map<string, number>()
  for (const address of addresses(shop, shopBook)) {
    for (const query of queries) {
      for (const reader of [amina, visitor, app]) {
        const url = `${address}${query}`
        const answer =
          reader === app ? await app.inject(url) : await (reader as Program | Browser).get(url)
        const { statusCode, body } = 'response' in answer ? answer.response : answer
        answered.set(address, Math.min(statusCode, answered.get(address) ?? 999))
        holdsNone(t, body, url)
      }
    }
  }
  for (const needed of ['', '/payments', '/images']) {
    t.equal(answered.get(`/api/orders/${order.id}${needed}`), 200, needed || 'the order')
  }
  t.equal(answered.get(`/api/orders/${order.id}/events`), 401)
  t.equal(answered.get('/api/events'), 200)
  t.equal(answered.get(`/api/track/${order.trackingToken}`), 200)

  const pages = await crawl(t, visitor, ['/', '/orders', '/profile'])
  t.ok(pages.has(`/orders/${order.id}`), [...pages].join(' '))
  await crawl(t, visitor, [`/track-order/${order.trackingToken}`, `/track-order/${order.id}`])
  t.match((await visitor.get(`/orders/${order.id}`)).response.body, 'Blue ribbon, please')
})

t.test('feed and filters reveal no staff-only data to a customer', async (t) => {
  const { app, owner } = await openShop(t)
  const { order } = await planted(owner)
  const { email, password } = await account(app, 'customer', order.customerId)
  const payload = { email, password }
  const login = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
  const amina = await program(app, { email, password })
  for (const secret of Object.values(SECRETS)) {
    const words = secret.split(/[ .@]/).filter((word) => word.length > 4)
    for (const part of new Set([secret, ...words])) {
      const text = encodeURIComponent(part)
      for (const more of ['', '&sort=updatedAt', '&sort=-totalAmount&overdue=false']) {
        const url = `/api/orders?search=${text}${more}&total=true`
        t.match((await amina.get(url)).json(), { data: { length: 0 }, total: 0 }, url)
      }
      t.strictSame((await amina.get(`/api/events?actor=${text}`)).json().data, [], part)
    }
  }
  for (const seen of ['Amina', '7946 0018', String(order.number), 'gown']) {
    const url = `/api/orders?search=${encodeURIComponent(seen)}`
    t.match((await amina.get(url)).json().data, [{ id: order.id }], url)
  }

  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const headers = { authorization: `Bearer ${login.json().accessToken}` }
  const live = await stream(t, `http://127.0.0.1:${port}/api/events/stream?after=0`, headers)
  await owner.put(`/api/orders/${order.id}/status`, { status: 'ready' })
  const text = (await live.until(/"after":"ready"/)) ?? ''
  t.match(text, 'payment.recorded', 'what happened is told')
  holdsNone(t, text, 'the stream')
})

t.test('staff can read all of it', async (t) => {
  const { owner } = await openShop(t)
  const { order, params } = await planted(owner)
  const reads = [`/api/orders/${order.id}`, `/api/orders/${order.id}/events`, '/api/orders']
  reads.push(`/api/customers/${order.customerId}`, `/api/orders/${params.other}`, '/api/payments')
  const texts = await Promise.all(reads.map(async (url) => (await owner.get(url)).body))
  for (const [what, secret] of Object.entries(SECRETS)) {
    t.ok(texts.join().includes(secret), what)
  }
})
