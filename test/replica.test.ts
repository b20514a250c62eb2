// A read replica: lists are read there, nobody ever misses what was saved before they asked, and when the replica is
// late or gone the primary answers.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { sql } from '../src/db/sql.ts'
import { Cluster } from './clusters.ts'
import { onlyOnPostgres } from './database.ts'
import { addOwner, buildEmpty, program } from './helper.ts'

onlyOnPostgres()

const primary = await Cluster.start(t)
const replica = await primary.replica()
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = { DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url, ...SECRETS }

/** What the processes would have logged. */
const said: string[] = []
async function start(url = replica.url): Promise<FastifyInstance> {
  const app = await buildEmpty(t, { ...env, DATABASE_REPLICA_URL: url })
  app.db.notices((message) => said.push(message))
  return app
}
const one = await start()
const other = await start()
await addOwner(one)
const owner = await program(one)

const order = (name: string) => ({
  customer: { name, phoneNumber: '0170 5550101' },
  items: [{ itemName: 'Gown', quantity: 1, unitPrice: '100.00' }],
})
const isReplica = sql`SELECT pg_is_in_recovery() AS "isReplica"`
const usesReplica = async (app: FastifyInstance) => {
  const row = await (await app.db.forLists()).get<{ isReplica: number }>(isReplica)
  return row?.isReplica === 1
}
const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100))
}
/** The names on the list of orders, as another process gives it to the same person. */
async function listed(app = other): Promise<string[]> {
  const send = await program(app)
  const answer = await send.get('/api/orders')
  t.equal(answer.statusCode, 200)
  return answer.json().data.map(({ customer }: { customer: { name: string } }) => customer.name)
}

t.test('lists are read from the replica, all else from the primary', async (t) => {
  await until(() => usesReplica(one))
  t.ok(await usesReplica(one))
  t.same(await one.db.get(isReplica), { isReplica: 0 })
})

t.test('whoever asks sees what was saved before, at any process', async (t) => {
  for (let at = 0; at < 10; at++) {
    const name = `Amina ${at}`
    t.equal((await owner.post('/api/orders', order(name))).statusCode, 201)
    t.equal((await listed())[0], name)
  }
})

t.test('while the replica does not move, the primary answers', async (t) => {
  await until(() => usesReplica(other))
  await replica.query('SELECT pg_wal_replay_pause()')
  said.length = 0
  t.equal((await owner.post('/api/orders', order('Zahra'))).statusCode, 201)
  t.equal((await listed())[0], 'Zahra')
  t.equal(await usesReplica(other), false)
  t.match(said, ['the read replica is behind: the primary answers meanwhile'])
  await replica.query('SELECT pg_wal_replay_resume()')
  await until(() => usesReplica(other))
  t.ok(said.includes('the read replica answers again'))
  t.equal((await listed())[0], 'Zahra')
})

t.test('a query that the replica breaks off is answered by the primary', async (t) => {
  await until(() => usesReplica(one))
  const db = await one.db.forLists()
  const row = await db.get(sql`
    SELECT CASE WHEN pg_is_in_recovery() THEN pg_cancel_backend(pg_backend_pid()) END AS broken,
           pg_is_in_recovery() AS "isReplica"`)
  t.same(row, { broken: null, isReplica: 0 })
})

t.test('a replica that stops is no fault, and is used again when it is back', async (t) => {
  await until(() => usesReplica(other))
  await replica.stop('SIGQUIT')
  said.length = 0
  const csv = await (await program(other)).get('/api/orders/export/csv')
  t.equal(csv.statusCode, 200)
  t.equal(csv.body.trim().split('\n').length, 12)
  t.equal((await listed())[0], 'Zahra')
  t.match(said[0], /^the read replica (does not answer|went away): the primary answers meanwhile$/)
  await replica.start()
  await until(() => usesReplica(other))
  t.equal((await listed())[0], 'Zahra')
})

t.test('a server that follows nobody is never believed', async (t) => {
  const stranger = await start(primary.url)
  t.equal(await stranger.db.forLists(), stranger.db)
  t.match(said.at(-1), /^the read replica does not answer/)
})
