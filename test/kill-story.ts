// The story that every arrangement of several processes is put through: tablets save orders and payments, two programs
// follow the feed, and in the middle one process is killed. Nothing answered is lost, nothing is done twice.

import { setTimeout as pause } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import type { Test } from 'tap'
import { hashOf, type StoredEvent } from '../src/services/event-chain.ts'
import { ENGINE } from './database.ts'
import { OWNER } from './helper.ts'

const WRITERS = 8
const ORDERS_EACH = 12
const KILL_AFTER = 30
const PAYERS = 10

export interface Answer {
  status: number
  body: Record<string, unknown>
}

/** A shop of several processes, and how its people reach it. */
export interface Arrangement {
  /** Where a request may be sent; after a cut the next one is asked. */
  urls: string[]
  /** An address that outlives the kill: for those who follow the feed. */
  lasting: string
  /** Ends one process without a word. */
  kill(): Promise<unknown>
  /** What the database holds. */
  rows: Rows
}

// biome-ignore lint/suspicious/noExplicitAny: each query has rows of its own
export type Rows = (query: string) => Promise<any[]>

/** Looks into the database itself, beside all processes: by DATABASE_URL, or the file of a data folder. */
export async function openRows(t: Test, url: string | undefined, dataDir: string): Promise<Rows> {
  if (ENGINE === 'postgres') {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    t.teardown(() => client.end())
    return async (query) => (await client.query(query)).rows
  }
  const file = new SqliteDatabase(`${dataDir}/hemline.db`, { readonly: true })
  t.teardown(() => file.close())
  return async (query) => file.prepare(query).all()
}

/** A program that is signed in, and does not give up. */
export interface Sender {
  headers: { authorization: string }
  /** Sends a request to one address, and again to the next when it is cut, busy or refused for being late. */
  send(at: number, path: string, body: object, key: string): Promise<Answer>
}

export async function signedInAt(urls: string[]): Promise<Sender> {
  const { email, password } = OWNER
  const login = await fetch(`${urls[0]}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const headers = { authorization: `Bearer ${accessToken}` }
  const send: Sender['send'] = async (at, path, body, key) => {
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${urls[(at + tries) % urls.length]}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      }).catch(() => null)
      // A proxy that lost the process behind it, and cannot know whether the request was carried out.
      const isCut = answer === null || [502, 503, 504].includes(answer.status)
      if (!isCut) return { status: answer.status, body: (await answer.json()) as Answer['body'] }
      if (tries > 100) throw new Error(`No answer of ${path}`)
      await pause(20)
    }
  }
  return { headers, send }
}

/** Reads the feed to its end again and again, as a program does that keeps a copy. */
function follower(url: string, { headers }: Sender) {
  const seen: number[] = []
  let cursor = 0
  let stopped = false
  const read = async () => {
    const answer = await fetch(`${url}/api/events?after=${cursor}&limit=100`, { headers }).catch(
      () => null,
    )
    if (!answer?.ok) return 1 // cut or busy: asked again
    const page = (await answer.json()) as { data: { id: number }[]; cursor: number }
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.cursor
    return page.data.length
  }
  const running = (async () => {
    while (!stopped) if ((await read()) === 0) await pause(20)
    while ((await read()) > 0);
  })()
  return {
    /** All ids in the order in which they came. */
    async end() {
      stopped = true
      await running
      return seen
    },
  }
}

/** The ids of a stream of events, coming back where it was cut, until one is there that `isLast`. */
async function streamed(url: string, { headers }: Sender, isLast: (id: number) => boolean) {
  const ids: number[] = []
  while (!isLast(ids.at(-1) ?? 0)) {
    const from = { ...headers, 'last-event-id': String(ids.at(-1) ?? 0) }
    await readStream(`${url}/api/events/stream`, from, ids, isLast).catch(() => undefined)
  }
  return ids
}

async function readStream(
  url: string,
  headers: Record<string, string>,
  ids: number[],
  isLast: (id: number) => boolean,
): Promise<void> {
  const answer = await fetch(url, { headers })
  let rest = ''
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (rest + part).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const id = /^id: (\d+)$/m.exec(frame)?.[1]
      if (id !== undefined) ids.push(Number(id))
    }
    if (isLast(ids.at(-1) ?? 0)) return
  }
}

const orderOf = (writer: number, at: number) => ({
  customer: { name: `Amina ${writer}`, phoneNumber: `0170 555${writer}${at}` },
  notes: `tablet ${writer}, order ${at}`,
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
})

const whoAndAt = (key: string) => key.split('-').slice(1).map(Number) as [number, number]

/** The story as tests of `t`. */
export async function throughAKill(t: Test, { urls, lasting, kill, rows }: Arrangement) {
  const sender = await signedInAt(urls)
  const { send, headers } = sender

  await t.test('the same request to all at once is one order', async (t) => {
    for (let round = 0; round < 5; round++) {
      const key = `twice-${round}`
      const tap = (at: number) => send(at, '/api/orders', orderOf(50, round), key)
      const answers = await Promise.all([tap(0), tap(1), tap(0), tap(1)])
      t.same(
        answers.map(({ status }) => status),
        [201, 201, 201, 201],
      )
      t.equal(new Set(answers.map(({ body }) => body.number)).size, 1)
    }
  })

  await t.test('orders and payments go on over a killed process', async (t) => {
    const before = await rows('SELECT id FROM orders')
    const gown = await send(0, '/api/orders', orderOf(99, 0), 'gown')
    const gownId = Number(gown.body.id)
    const follow = follower(lasting, sender)
    let last = Number.POSITIVE_INFINITY
    const stream = streamed(lasting, sender, (id) => id >= last)

    const answered: { key: string; answer: Answer }[] = []
    let killing: Promise<unknown> | undefined
    const writer = async (who: number) => {
      for (let at = 0; at < ORDERS_EACH; at++) {
        const key = `order-${who}-${at}`
        answered.push({ key, answer: await send(who, '/api/orders', orderOf(who, at), key) })
        if (answered.length === KILL_AFTER) killing = kill()
      }
    }
    const payer = async (who: number) => {
      const path = `/api/orders/${gownId}/payments`
      return send(who, path, { amount: '15.00' }, `payment-${who}`)
    }
    const paid = Promise.all(Array.from({ length: PAYERS }, (_, who) => payer(who)))
    await Promise.all(Array.from({ length: WRITERS }, (_, who) => writer(who)))
    const payments = await paid
    await killing
    t.ok(killing, 'a process was killed')

    const refused = answered.filter(({ answer }) => answer.status !== 201)
    t.same(refused, [], 'every order was taken at last')
    const kept = await rows('SELECT number, notes FROM orders ORDER BY number')
    const added = kept.length - before.length
    t.equal(added, WRITERS * ORDERS_EACH + 1, 'and once, however often it was sent')
    t.equal(new Set(kept.map(({ notes }) => notes)).size, kept.length)
    t.same(
      kept.map(({ number }) => Number(number)),
      kept.map((_, at) => 1001 + at),
      'the numbers have no gap',
    )
    for (const { key, answer } of answered.slice(0, 10)) {
      const again = await send(1, '/api/orders', orderOf(...whoAndAt(key)), key)
      t.equal(again.body.number, answer.body.number, `${key} sent again is the same order`)
    }

    const taken = payments.filter(({ status }) => status === 201)
    t.equal(taken.length, 6, '6 times 15.00 fit in 100.00')
    t.same(
      payments.filter(({ status }) => status !== 201).map(({ body }) => body.code),
      Array(PAYERS - 6).fill('exceeds_balance'),
    )
    const [ledger] = await rows(`
      SELECT CAST(o.paid_amount AS INTEGER) AS paid, CAST(sum(p.amount) AS INTEGER) AS sum,
             CAST(count(*) AS INTEGER) AS n
      FROM orders o
      JOIN payments p ON p.order_id = o.id
      WHERE o.id = ${gownId}
      GROUP BY o.id`)
    t.same(ledger, { paid: 9000, sum: 9000, n: 6 })

    await send(1, '/api/customers', { name: 'Last', phoneNumber: '0170 1' }, 'last')
    last = Number((await rows('SELECT max(id) AS id FROM events'))[0]?.id)
    const streamedIds = await stream
    const seen = await follow.end()
    const all: (StoredEvent & { hash: string })[] = (
      await rows(`
        SELECT v.id, v.type, v.entity, v.entity_id AS "entityId", v.actor_user_id AS "actorId",
               v.actor_name AS actor, v.request_id AS "requestId", v.at,
               CAST(v.data AS TEXT) AS data, c.hash
        FROM events v
        LEFT JOIN event_chain c ON c.event_id = v.id
        ORDER BY v.id`)
    ).map(withNumbers)
    const ids = all.map(({ id }) => id)
    t.same(seen, ids, 'whoever followed the feed saw every event once, in order')
    t.same(streamedIds, ids, 'and so did the stream')
    let previous: string | null = null
    const broken = all.filter((event) => {
      const right = event.hash === hashOf(previous, event)
      previous = event.hash
      return !right
    })
    t.same(broken, [], 'the chain of hashes is whole')
    const books = await fetch(`${lasting}/api/integrity`, { headers })
    t.match(await books.json(), { ok: true, problems: [] }, 'and the books add up')
    const health = await fetch(`${lasting}/api/health`)
    t.same(await health.json(), { status: 'ok', database: 'ok', engine: ENGINE })
  })
}

/** PostgreSQL's driver gives its 64-bit numbers as text. */
const withNumbers = (row: Record<string, unknown>) =>
  ({
    ...row,
    id: Number(row.id),
    entityId: Number(row.entityId),
    actorId: row.actorId === null ? null : Number(row.actorId),
  }) as StoredEvent & { hash: string }
