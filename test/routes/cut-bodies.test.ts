// Truncated request bodies over real connections: each gets a response, and the server runs on. `CUT=all` truncates
// three routes at every byte of the first and last kilobyte; the default is the boundaries of the parts.
import t from 'tap'
import { openShop } from '../support/api.ts'
import { browser, OWNER, signedIn } from '../support/app.ts'
import { listening, type RawAnswer, type RawRequest } from '../support/processes/raw-requests.ts'
import { addOrder } from '../support/shop/factories.ts'
import { twoHalves } from '../support/shop/photo-files.ts'

const { app, owner } = await openShop(t)
const { id } = await addOrder(owner)
const visitor = await signedIn(app)
const page = await visitor.get('/admin/orders/new')
const token = encodeURIComponent(String(page.$('[name=_csrf]').first().val()))
const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
const login = await app.inject({
  method: 'POST',
  url: '/api/auth/login',
  payload: { email: OWNER.email, password: OWNER.password },
})
const bearer = `Bearer ${login.json().accessToken}`
const server = await listening(app)
const gown = await twoHalves(400, 300).jpeg().toBuffer()

const BOUNDARY = 'needle-and-thread'
const part = (head: string, body: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ])
const FORM = Buffer.concat([
  part('name="notes"', 'Let out the waist by two fingers'),
  part('name="images"; filename="gown.jpg"\r\nContent-Type: image/jpeg', gown),
  part('name="text"', 'name,phone\nAmina Bello,0170 555 0142'),
  Buffer.from(`--${BOUNDARY}--\r\n`),
])

interface Body {
  type: string
  bytes: Buffer
  /** Positions of the cuts on every route: before, in and after its parts. */
  ends: number[]
}

const FILE_AT = FORM.indexOf(gown)
const LAST_AT = FORM.lastIndexOf(`--${BOUNDARY}`)

const BODIES: Body[] = [
  {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    bytes: FORM,
    ends: [0, 9, FILE_AT - 4, FILE_AT + 1, FILE_AT + gown.length, LAST_AT + 3, FORM.length - 3],
  },
  { type: 'application/x-www-form-urlencoded', bytes: Buffer.from('notes=a%20b'), ends: [8] },
  { type: 'application/json', bytes: Buffer.from('{"notes":"a\u00e9"}'), ends: [12] },
  { type: 'text/csv', bytes: Buffer.from('name,phone\n"Amina'), ends: [12] },
]

const WHO = ['signed in', 'not signed in'] as const

function requestTo(method: string, url: string, who: (typeof WHO)[number], body: Body): RawRequest {
  const headers = { 'content-type': body.type, origin: `http://${server.host}` }
  if (who === 'not signed in') return { method, url, headers, body: body.bytes }
  return {
    method,
    url,
    headers: { ...headers, cookie, authorization: bearer, 'x-csrf-token': token },
    body: body.bytes,
  }
}

/** Sends a body of that length, and a longer one whose rest never comes. */
async function cutAt(request: RawRequest, at: number): Promise<RawAnswer> {
  const cut = { ...request, body: request.body.subarray(0, at) }
  const [answer] = await Promise.all([
    server.send(cut),
    server.hangUp(cut, request.body.length + 1),
  ])
  return answer
}

/** A few at a time, because a server has few connections. */
async function inGroups<Item>(items: Item[], work: (item: Item) => Promise<void>) {
  for (let at = 0; at < items.length; at += 16) {
    await Promise.all(items.slice(at, at + 16).map(work))
  }
}

const isAnswered = ({ status }: RawAnswer) => status >= 200 && status < 500

const routes = [...app.routeTable]
  .filter(([url]) => !url.includes('*'))
  .flatMap(([url, { methods }]) =>
    [...methods]
      .filter((method) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
      .map((method) => ({ method, url: url.replace('/:id/', `/${id}/`).replace(/:\w+/g, '1') })),
  )
  // Signing out or deleting the account would end the session.
  .filter(({ url }) => !/logout|sign-out/.test(url))

for (const who of WHO) {
  t.test(`bodies cut at the boundaries on every route, ${who}`, async (t) => {
    t.ok(routes.length > 60, `${routes.length} routes`)
    const cuts = routes.flatMap(({ method, url }) =>
      BODIES.flatMap((body) =>
        body.ends.map((at) => ({ at, request: requestTo(method, url, who, body) })),
      ),
    )
    const bad: string[] = []
    await inGroups(cuts, async ({ at, request }) => {
      const answer = await cutAt(request, at)
      if (isAnswered(answer)) return
      bad.push(`${request.method} ${request.url} ${request.headers['content-type']} at ${at}`)
    })
    t.same(bad, [], `${cuts.length} cuts`)
  })
}

t.test('bodies cut at every byte of the first and the last kilobyte', async (t) => {
  const isLong = process.env.CUT === 'all'
  const [form] = BODIES as [Body]
  const step = isLong ? 1 : 61
  const places = Array.from({ length: 1024 / step }, (_, at) => at * step)
  const all = [...places, ...places.map((at) => FORM.length - 1 - at)]
  for (const url of ['/admin/orders', '/admin/import', `/api/orders/${id}/images`]) {
    for (const who of WHO) {
      const bad: string[] = []
      await inGroups(all, async (at) => {
        const answer = await cutAt(requestTo('POST', url, who, form), at)
        if (!isAnswered(answer)) bad.push(`${at}: ${answer.status} ${answer.body}`)
      })
      t.same(bad, [], `${all.length} cuts of ${url}, ${who}`)
    }
  }
})

t.test('the shop works as before', async (t) => {
  t.equal((await browser(app).get('/auth/login')).status, 200)
  const answer = await owner.get('/api/orders')
  t.equal(answer.statusCode, 200)
})
