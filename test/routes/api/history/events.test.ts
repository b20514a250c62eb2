// Event feed of the API: as a list, as a stream, and within the viewer's rights.
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { account, build, type Program, program } from '../../../support/app.ts'
import { stream } from '../../../support/processes/event-stream.ts'
import { AMINA, addOrder } from '../../../support/shop/factories.ts'

interface Event {
  id: number
  type: string
  entity: string
  entityId: number
  actor: string
  data: Record<string, unknown>
}

const feed = async (reader: Program, after = 0) =>
  (await reader.get(`/api/events?after=${after}&limit=200`)).json() as {
    data: Event[]
    cursor: number
  }

t.test('the feed has every event once, in commit order', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const { cursor } = await feed(owner)
  const order = await addOrder(owner)
  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })

  const first = (await owner.get(`/api/events?after=${cursor}&limit=1`)).json()
  t.equal(first.data[0].type, 'customer.created')
  const rest = await feed(owner, first.cursor)
  t.strictSame(
    rest.data.map(({ type }) => type),
    ['order.placed', 'order.status_updated'],
  )
  t.match(rest.data[1]?.data, { status: { before: 'pending', after: 'in_progress' } })
  t.strictSame((await feed(owner, rest.cursor)).data, [], 'nothing new')
})

t.test('a reader sees no more than elsewhere', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  const own = await addOrder(owner, { internalNotes: 'Old seam is weak' })
  await addOrder(owner, { customer: { ...AMINA, name: 'Li Wei' } })
  await owner.put(`/api/orders/${own.id}`, { internalNotes: 'Mended' })

  const staff = await program(app, await account(app, 'staff'))
  const seen = await feed(staff)
  t.notOk(
    seen.data.some(({ entity }) => entity === 'user'),
    'accounts are the business of the owner',
  )
  t.ok((await feed(owner)).data.some(({ entity }) => entity === 'user'))

  const amina = await program(app, await account(app, 'customer', own.customerId))
  const { data } = await feed(amina)
  t.ok(data.length > 0)
  t.ok(data.every(({ entity, entityId }) => entity === 'order' && entityId === own.id))
  t.notMatch(JSON.stringify(data), /seam|Mended|Ines/, 'neither notes nor names')
})

t.test('an unknown event type is refused, with the known ones', async (t) => {
  const app = await build(t)
  const owner = await program(app)
  for (const type of ['constructor', '__proto__', 'order.created', 'ORDER.PLACED']) {
    const answer = await owner.get(`/api/events?type=${type}`)
    t.equal(answer.statusCode, 400, type)
    t.match(answer.json().detail, /must be one of: .*order\.placed, .*user\.signed_in/)
  }
  const { data } = (await owner.get('/api/events?type=user.created')).json()
  t.strictSame(new Set(data.map(({ type }: Event) => type)), new Set(['user.created']))
})

const idsOf = (text = '') => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))

t.test('the stream continues after the last event id', async (t) => {
  const app = await build(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/events/stream`
  const owner = await program(app)
  const { email, password } = await account(app, 'staff')
  const login = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email, password },
  })
  const headers = { authorization: `Bearer ${login.json().accessToken}` }

  const live = await stream(t, url, headers)
  t.equal(live.answer.headers.get('content-type'), 'text/event-stream')
  t.match(live.answer.headers.get('x-content-type-options'), 'nosniff')
  const order = await addOrder(owner)
  const text = await live.until(/order\.placed/)
  const ids = idsOf(text)
  t.strictSame(
    ids,
    [...ids].sort((a, b) => a - b),
  )

  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  const resumed = await stream(t, url, { ...headers, 'last-event-id': String(ids.at(-1)) })
  const next = await resumed.until(/order\.status_updated/)
  t.equal(idsOf(next).length, 1, 'neither lost nor doubled')

  const ahead = await stream(t, `${url}?after=999999`, headers)
  t.match(await ahead.until(/event: reset\nid: \d+\n/), /reset/, 'a place that never was')

  await owner.post('/api/auth/logout', {})
  await app.inject({ method: 'POST', url: '/api/auth/logout', headers })
  t.ok(await live.ended(), 'the stream ends with its session')
})

t.test('an open stream does not delay shutdown', async (t) => {
  const app = await build(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/events/stream`
  const login = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: 'owner@shop.test', password: 'needle and thread 7' },
  })
  const live = await stream(t, url, { authorization: `Bearer ${login.json().accessToken}` })
  await live.until(/retry/)
  await app.close()
  t.ok(await live.ended())
})
