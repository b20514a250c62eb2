// PostgreSQL restart and crash under load: every request is answered, no acknowledged change is lost, and two app
// processes continue without a restart.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { addOwner, type Program, program, testConfig } from '../support/app.ts'
import { Cluster } from '../support/database/clusters.ts'
import { onlyOnPostgres } from '../support/database/index.ts'

onlyOnPostgres()

const cluster = await Cluster.start(t)
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = { DATABASE_URL: cluster.url, DATABASE_CONNECTIONS: '4', ...SECRETS }
/** Without its log, which would have a line for each 503. */
async function start(): Promise<FastifyInstance> {
  const config = await testConfig(t, env)
  const app = await buildApp({ config, db: await openDatabase(config) })
  t.teardown(() => app.close())
  return app
}
const one = await start()
const other = await start()
await addOwner(one)
const people: [Program, Program] = [await program(one), await program(other)]

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const order = {
  customer: { name: 'Amina Bello', phoneNumber: '0170 5550101' },
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
}

/** Unexpected responses: all but success and 503. */
const wrong: unknown[] = []
let refused = 0
/** False for a response after which the client has to retry. */
function isDone(answer: Awaited<ReturnType<Program['get']>>): boolean {
  if (answer.statusCode === 503 && answer.headers['retry-after']) refused += 1
  else if (answer.statusCode >= 300) wrong.push([answer.statusCode, answer.body])
  return answer.statusCode < 300
}

let open = true
const saved: number[] = []
let read = 0

async function writer(who: number) {
  for (let at = 0; open; at++) {
    const key = { 'idempotency-key': `order-${who}-${at}` }
    for (let tries = 0; ; tries++) {
      const person = people[(who + tries) % 2] as Program
      const answer = await person.post('/api/orders', order, key)
      if (isDone(answer)) {
        saved.push(answer.json().number)
        break
      }
      await pause(20)
    }
  }
}

async function reader(who: number) {
  for (let at = 0; open; at++) {
    const path = ['/api/orders', '/api/customers', '/api/orders/1'][at % 3] as string
    if (isDone(await (people[who % 2] as Program).get(path))) read += 1
    else await pause(20)
  }
}

/** Waits until the load gets successful responses again. */
async function goesOn() {
  const before = { saved: saved.length, read }
  while (saved.length < before.saved + 10 || read < before.read + 10) await pause(20)
}

await people[0].post('/api/orders', order)

t.test('a restart and a crash of PostgreSQL under load', { timeout: 120_000 }, async (t) => {
  const load = [0, 1, 2, 3].flatMap((who) => [writer(who), reader(who)])
  await goesOn()
  await cluster.stop()
  await pause(500)
  await cluster.start()
  await goesOn()
  await cluster.stop('SIGQUIT')
  await cluster.start()
  await goesOn()
  open = false
  await Promise.all(load)
  t.same(wrong, [], 'nobody got anything but an answer, or 503 with Retry-After')
  t.ok(refused > 0, 'and somebody was asked to come back')
  const rows = await cluster.query('SELECT number::int AS number FROM orders ORDER BY number')
  const numbers = rows.map(({ number }) => number)
  t.same(
    numbers,
    numbers.map((_, at) => 1001 + at),
    'the numbers have no gap',
  )
  t.same(
    numbers.slice(1),
    saved.sort((a, b) => a - b),
    'and are those that were answered',
  )
})

/** No client streams, so only a notification of the other process can wake this one. */
async function hears(app: FastifyInstance): Promise<boolean> {
  const { round } = app.live
  for (let tries = 0; app.live.round === round && tries < 100; tries++) {
    await people[0].post('/api/customers', { name: 'Zahra', phoneNumber: '0170 5550102' })
    await pause(100)
  }
  return app.live.round !== round
}

t.test("processes receive each other's notifications again", async (t) => {
  t.ok(await hears(other))
  t.ok(await hears(other), 'and not only of the new connection')
})

t.test('more requests than connections are queued, and all answered', async (t) => {
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, at) => (people[at % 2] as Program).get('/api/orders')),
  )
  t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [200])
})
