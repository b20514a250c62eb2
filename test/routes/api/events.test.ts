// The event log as a feed: asked for, streamed, and only as far as the reader may see.
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { AMINA, addOrder } from '../../factories.ts'
import { account, build, type Program, program } from '../../helper.ts'

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

t.test('The feed gives every event once, in the order it was committed', async (t) => {
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

t.test('A reader sees no more than elsewhere', async (t) => {
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

/** Reads server-sent events of a stream until `enough` says so. */
async function stream(t: Test, url: string, headers: Record<string, string>) {
  const abort = new AbortController()
  t.teardown(() => abort.abort())
  const answer = await fetch(url, { headers, signal: abort.signal })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    answer,
    /** Everything so far, once it matches; undefined when the stream ended before. */
    async until(pattern: RegExp): Promise<string | undefined> {
      while (!pattern.test(text)) {
        const part = await reader?.read()
        if (!part || part.done) return undefined
        text += part.value
      }
      return text
    },
    async ended(): Promise<boolean> {
      for (;;) if ((await reader?.read())?.done !== false) return true
    },
  }
}

const idsOf = (text = '') => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))

t.test('The stream goes on where it stopped', async (t) => {
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

t.test('An open stream does not keep the shop from closing', async (t) => {
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
