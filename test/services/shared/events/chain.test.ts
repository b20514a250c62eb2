// Hash chain of the event log, verified from outside.
import { createHash } from 'node:crypto'
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import t from 'tap'
import { MIGRATIONS } from '../../../../src/db/migrations/run.ts'
import { sql } from '../../../../src/db/sql.ts'
import { openSqlite } from '../../../../src/db/sqlite/engine.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { completeChain } from '../../../../src/services/shared/events/chain.ts'
import { type EventRow, listEventsOf } from '../../../../src/services/shared/events/read.ts'
import { recordEvent } from '../../../../src/services/shared/events/record.ts'
import { openShop } from '../../../support/api.ts'
import { addOrder } from '../../../support/shop/factories.ts'

/** Calculated as the OpenAPI document describes `hash`. */
function outsidersHash(event: EventRow): string {
  const { previousHash, id, type, entity, entityId, actorId, actor, requestId, at, data } = event
  const hashed = [previousHash, id, type, entity, entityId, actorId, actor, requestId, at, data]
  return createHash('sha256').update(JSON.stringify(hashed)).digest('hex')
}

t.test('a reader of the feed can verify that the past was not changed', async (t) => {
  const { owner } = await openShop(t)
  const order = await addOrder(owner, { notes: 'Größe “M”, \u2028 and a "quote"' })
  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  await owner.put(`/api/orders/${order.id}`, { notes: 'Hem \\ at the knee\n\ttwice' })
  const events = (await owner.get('/api/events?limit=200')).json().data as EventRow[]
  t.ok(events.length > 4)
  let previous: string | null | undefined = null
  for (const event of events) {
    t.equal(event.previousHash, previous, `event ${event.id} follows`)
    t.equal(event.hash, outsidersHash(event), `event ${event.id} is as it was written`)
    previous = event.hash
  }
  const ofOrder = (await owner.get(`/api/orders/${order.id}/events`)).json().data as EventRow[]
  t.strictSame(
    ofOrder.map(({ hash }) => hash),
    events
      .filter(({ entity }) => entity === 'order')
      .map(({ hash }) => hash)
      .reverse(),
    'the history of an order carries the same hashes',
  )
})

t.test('a rolled back event leaves no gap', async (t) => {
  const { app, owner } = await openShop(t)
  const mend = (name: string, fails = false) =>
    app.db.write(async (tx) => {
      await recordEvent(change(tx, SYSTEM), 'customer.created', 1, { name })
      if (fails) throw new Error('No')
    })
  await Promise.allSettled([mend('One'), mend('Two', true), mend('Three')])
  const events = (await owner.get('/api/events?limit=200')).json().data as EventRow[]
  t.strictSame(
    events.slice(-2).map(({ data }) => data),
    [{ name: 'One' }, { name: 'Three' }],
  )
  t.equal(events.at(-1)?.previousHash, events.at(-2)?.hash)
})

t.test('a shop from before the chain gets it at the first start', async (t) => {
  const folder = t.testdir({ before: {} })
  const names = readdirSync(MIGRATIONS).filter((name) => name < '0005')
  for (const name of names) {
    cpSync(join(fileURLToPath(MIGRATIONS), name), join(folder, 'before', name))
  }
  const file = join(folder, 'hemline.db')
  await (await openSqlite({ file, migrationsDir: join(folder, 'before') })).close()
  const old = new SqliteDatabase(file)
  const insert = old.prepare(
    `INSERT INTO events (type, entity, entity_id, actor_name, at, data)
     VALUES ('customer.created', 'customer', ?, 'Rosa', '2026-11-01T09:00:00.000Z', '{"name":"Amina"}')`,
  )
  for (let id = 1; id <= 2_500; id++) insert.run(id)
  old.close()

  const db = await openSqlite({ file })
  t.teardown(() => db.close())
  await completeChain(db)
  await db.write((tx) => recordEvent(change(tx, SYSTEM), 'customer.archived', 2_500, {}))
  const [archived, created] = await listEventsOf(db, 'customer', 2_500)
  t.equal(created?.hash, outsidersHash(created as EventRow))
  t.equal(archived?.previousHash, created?.hash)
  t.equal(archived?.hash, outsidersHash(archived as EventRow))
  t.match(await db.get(sql`SELECT count(*) AS n FROM event_chain`), { n: 2_501 })
  const { commits } = db.stats()
  await completeChain(db)
  t.equal(db.stats().commits, commits, 'there is nothing left to do')
})
