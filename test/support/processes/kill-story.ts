// Crash test shared by all multi-process arrangements: tablets save orders and payments, two programs follow the feed,
// and one process is killed. Nothing acknowledged is lost, nothing is done twice.

import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import type { Test } from 'tap'
import { hashOf, type StoredEvent } from '../../../src/services/shared/events/chain.ts'
import { ENGINE } from '../database/index.ts'
import { follower, streamed } from './feed-followers.ts'
import { type Answer, signedInAt } from './patient-sender.ts'

const WRITERS = 8
const ORDERS_EACH = 12
const KILL_AFTER = 30
const PAYERS = 10

export interface Arrangement {
  /** Addresses for requests; after a cut the next one is tried. */
  urls: string[]
  /** An address that survives the kill, for followers of the feed. */
  lasting: string
  kill(): Promise<unknown>
  rows: Rows
}

// biome-ignore lint/suspicious/noExplicitAny: each query has rows of its own
export type Rows = (query: string) => Promise<any[]>

/** A connection beside all processes: by DATABASE_URL, or to the file in a data folder. */
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

const orderOf = (writer: number, at: number) => ({
  customer: { name: `Amina ${writer}`, phoneNumber: `0170 555${writer}${at}` },
  notes: `tablet ${writer}, order ${at}`,
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
})

const whoAndAt = (key: string) => key.split('-').slice(1).map(Number) as [number, number]

/** Declares the tests on `t`. */
export async function testKilledProcess(t: Test, { urls, lasting, kill, rows }: Arrangement) {
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
    const savedOrders = await rows('SELECT number, notes FROM orders ORDER BY number')
    const added = savedOrders.length - before.length
    t.equal(added, WRITERS * ORDERS_EACH + 1, 'and once, however often it was sent')
    t.equal(new Set(savedOrders.map(({ notes }) => notes)).size, savedOrders.length)
    t.same(
      savedOrders.map(({ number }) => Number(number)),
      savedOrders.map((_, at) => 1001 + at),
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

/** PostgreSQL's driver returns 64-bit numbers as text. */
const withNumbers = (row: Record<string, unknown>) =>
  ({
    ...row,
    id: Number(row.id),
    entityId: Number(row.entityId),
    actorId: row.actorId === null ? null : Number(row.actorId),
  }) as StoredEvent & { hash: string }
