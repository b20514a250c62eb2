// Read replica: serves lists, never older than the request; when it lags or is down, the primary answers.
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { sql } from '../../src/db/sql.ts'
import { addOwner, buildEmpty, program } from '../support/app.ts'
import { Cluster } from '../support/database/clusters.ts'
import { onlyOnPostgres } from '../support/database/index.ts'

onlyOnPostgres()

const primary = await Cluster.start(t)
const replica = await primary.replica()
const SECRETS = { JWT_SECRET: 'needle'.repeat(8), COOKIE_SECRET: 'thread'.repeat(8) }
const env = { DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url, ...SECRETS }

/** Log lines of the processes. */
const logLines: string[] = []
async function start(url = replica.url): Promise<FastifyInstance> {
  const app = await buildEmpty(t, { ...env, DATABASE_REPLICA_URL: url })
  app.db.notices((message) => logLines.push(message))
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
/** Names on the order list, read through another process by the same person. */
async function listNames(app = other): Promise<string[]> {
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

t.test('a list shows everything saved before the request, at any process', async (t) => {
  for (let at = 0; at < 10; at++) {
    const name = `Amina ${at}`
    t.equal((await owner.post('/api/orders', order(name))).statusCode, 201)
    t.equal((await listNames())[0], name)
  }
})

t.test('while the replica lags, the primary answers', async (t) => {
  await until(() => usesReplica(other))
  await replica.query('SELECT pg_wal_replay_pause()')
  logLines.length = 0
  t.equal((await owner.post('/api/orders', order('Zahra'))).statusCode, 201)
  t.equal((await listNames())[0], 'Zahra')
  t.equal(await usesReplica(other), false)
  t.match(logLines, ['the read replica is behind: the primary answers meanwhile'])
  await replica.query('SELECT pg_wal_replay_resume()')
  await until(() => usesReplica(other))
  t.ok(logLines.includes('the read replica answers again'))
  t.equal((await listNames())[0], 'Zahra')
})

t.test('a query that the replica cancels is answered by the primary', async (t) => {
  await until(() => usesReplica(one))
  const db = await one.db.forLists()
  const row = await db.get(sql`
    SELECT CASE WHEN pg_is_in_recovery() THEN pg_cancel_backend(pg_backend_pid()) END AS broken,
           pg_is_in_recovery() AS "isReplica"`)
  t.same(row, { broken: null, isReplica: 0 })
})

t.test('a stopped replica causes no fault, and is used again when it is back', async (t) => {
  await until(() => usesReplica(other))
  await replica.stop('SIGQUIT')
  logLines.length = 0
  const csv = await (await program(other)).get('/api/orders/export/csv')
  t.equal(csv.statusCode, 200)
  t.equal(csv.body.trim().split('\n').length, 12)
  t.equal((await listNames())[0], 'Zahra')
  t.match(
    logLines[0],
    /^the read replica (does not answer|went away): the primary answers meanwhile$/,
  )
  await replica.start()
  await until(() => usesReplica(other))
  t.equal((await listNames())[0], 'Zahra')
})

t.test('a server that is no replica is not used', async (t) => {
  const stranger = await start(primary.url)
  t.equal(await stranger.db.forLists(), stranger.db)
  t.match(logLines.at(-1), /^the read replica does not answer/)
})
