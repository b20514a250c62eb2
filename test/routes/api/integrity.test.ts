// The check of the books: it finds what somebody changed in the database by hand, and names the row.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import t, { type Test } from 'tap'
import type { Config } from '../../../src/config.ts'
import { change, SYSTEM } from '../../../src/services/change.ts'
import { recordEvent } from '../../../src/services/events.ts'
import type { IntegrityReport } from '../../../src/services/integrity.ts'
import { checkEvents } from '../../../src/services/integrity-events.ts'
import { Findings } from '../../../src/services/integrity-findings.ts'
import { openShop } from '../../api.ts'
import { ENGINE } from '../../database.ts'
import { addOrder } from '../../factories.ts'
import { account, program } from '../../helper.ts'

/** A shop with five orders, payments, a refund and a move. */
async function busyShop(t: Test) {
  const { app, owner } = await openShop(t)
  for (let count = 0; count < 5; count++) await addOrder(owner)
  await owner.post('/api/orders/2/payments', { kind: 'deposit', amount: '30.00' })
  await owner.post('/api/orders/2/payments', { amount: '20.00' })
  await owner.post('/api/orders/2/payments', { kind: 'refund', amount: '20.00' })
  await owner.put('/api/orders/3/status', { status: 'in_progress' })
  const items = [{ itemName: 'Hem', quantity: 3, unitPrice: '33.33' }]
  await owner.put('/api/orders/5', { items })
  const check = async (): Promise<IntegrityReport> => {
    const answer = await owner.get('/api/integrity')
    t.equal(answer.statusCode, 200)
    return answer.json()
  }
  const cheat = async (text: string) => {
    // Where many write at once the newest events have no hash yet, and would never get one behind what is put in.
    await app.live.upToDate()
    await tamper(app.config, text)
    // What another program commits is seen from the next turn of the event loop on.
    await nextTurn()
  }
  return { app, owner, check, tamper: cheat }
}

/** Changes the database as somebody would who has its password, or the file. */
const tamper = ({ databaseUrl, dataDir }: Config, statements: string) =>
  databaseUrl === null ? tamperFile(dataDir, statements) : tamperServer(databaseUrl, statements)

/** As a replica takes changes over: no trigger and no foreign key looks at them. */
async function tamperServer(url: string, statements: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`SET session_replication_role = replica; ${statements}`)
  await client.end()
}

async function tamperFile(dataDir: string, statements: string) {
  const file = new SqliteDatabase(join(dataDir, 'hemline.db'))
  const triggers = file
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
    )
    .all()
  file.pragma('foreign_keys = OFF')
  for (const { name } of triggers) file.exec(`DROP TRIGGER ${name}`)
  file.exec(statements)
  for (const { sql } of triggers) file.exec(sql)
  file.close()
}

t.test('a shop where nobody cheated is in order', async (t) => {
  const { check, owner } = await busyShop(t)
  const report = await check()
  const checked = { orders: 5, items: 9, payments: 3 }
  t.match(report, { ok: true, problems: [], unlisted: 0, checked })
  const events = (await owner.get('/api/events?limit=200')).json().data
  t.equal(report.checked.events, events.length)
  const { id, hash } = events.at(-1)
  t.strictSame(report.newestEvent, { id, hash })
})

/** What the check says: [table, row, order, words]. */
type Said = [string, unknown, number | undefined, RegExp]

/** SQLite also checks its file, and what refers to what in it. */
const FILE_SAYS: Said[] =
  ENGINE === 'sqlite' ? [['orders', 4, undefined, /customers that is not there/]] : []

/** What is done to the database, and what the check says of it. */
const CHEATS: [statement: string, ...said: Said[]][] = [
  [
    `UPDATE order_items SET unit_price = 12000 WHERE id = 1`,
    ['orders', 1, 1001, /^The subtotal is stored as 18550, but 18000 follows/],
    ['orders', 1, 1001, /^The total is stored as 18550, but 18000 follows/],
  ],
  [
    `UPDATE payments SET amount = 1000 WHERE id = 2`,
    ['orders', 2, 1002, /^The paid amount is stored as 3000, but 2000 follows/],
  ],
  [
    `UPDATE orders SET payment_status = 'paid' WHERE id = 3`,
    ['orders', 3, 1003, /^The payment status is stored as paid, but unpaid follows/],
  ],
  [
    `UPDATE orders SET customer_id = 77 WHERE id = 4`,
    ['orders', 4, 1004, /^Its customer is not there/],
    ...FILE_SAYS,
  ],
  [
    `DELETE FROM order_items WHERE order_id = 5; DELETE FROM orders WHERE id = 5`,
    ['counters', null, undefined, /^The last order number that was given is 1005.* has 1004/],
  ],
  [
    `UPDATE events SET actor_name = 'Nobody' WHERE type = 'order.status_updated'`,
    ['events', Number, undefined, /was changed, .*order\.status_updated/],
  ],
  [
    `DELETE FROM event_chain WHERE event_id = 3; DELETE FROM events WHERE id = 3`,
    ['events', 4, undefined, /^This event or event 3 before it was changed, added or taken out/],
  ],
  [
    `INSERT INTO events (id, type, entity, entity_id, actor_name, at, data)
     VALUES (3, 'order.placed', 'order', 1, 'Ines', '2026-01-01T00:00:00.000Z', '{}')`,
    ['events', 3, undefined, /^This event has no hash/],
  ],
]

t.test('it names each row that somebody changed, added or took out', async (t) => {
  const { check, tamper } = await busyShop(t)
  for (const [statement] of CHEATS) await tamper(statement)
  const report = await check()
  t.equal(report.ok, false)
  let expected = 0
  for (const [statement, ...said] of CHEATS) {
    for (const [table, id, orderNumber, detail] of said) {
      expected += 1
      const found = report.problems.find((one) => one.table === table && detail.test(one.detail))
      t.match(found, { table, id, ...(orderNumber && { orderNumber }) }, statement)
    }
  }
  t.equal(report.problems.length, expected, 'and nothing else')
})

t.test('a gap in the numbers is found, and many problems are not all listed', async (t) => {
  const { check, tamper } = await busyShop(t)
  await tamper(`UPDATE orders SET number = 1009 WHERE id = 5; UPDATE counters SET value = 1009;
          WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 150)
          INSERT INTO events (id, type, entity, entity_id, actor_name, at, data)
          SELECT 1000 + n, 'order.placed', 'order', n, 'Ines', '2026-01-01T00:00:00.000Z', '{}' FROM many;
          INSERT INTO event_chain (event_id, hash)
          SELECT id, '${'0'.repeat(64)}' FROM events WHERE id > 1000`)
  const { problems, unlisted } = await check()
  t.equal(problems.length, 100)
  t.equal(unlisted, 51, '150 events and one gap')
})

t.test('others have their turn while a long history is checked', async (t) => {
  const { app } = await openShop(t)
  await app.db.write(async (tx) => {
    for (let id = 1; id <= 5_000; id++) {
      await recordEvent(change(tx, SYSTEM), 'customer.updated', 'customer', id)
    }
  })
  let turns = 0
  let done = false
  const count = () => {
    turns += 1
    if (!done) setImmediate(count)
  }
  count()
  const findings = new Findings()
  await checkEvents(app.db, findings)
  done = true
  t.ok(findings.ok)
  t.ok(turns >= 10, `${turns} turns`)
})

t.test('it is the business of the owner', async (t) => {
  const { app } = await openShop(t)
  const staff = await program(app, await account(app, 'staff'))
  t.equal((await staff.get('/api/integrity')).statusCode, 403)
})
