// Integrity check: finds rows that were changed by hand in the database, and names them.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import t, { type Test } from 'tap'
import type { Config } from '../../../../src/config/index.ts'
import { checkEvents } from '../../../../src/services/audit/events.ts'
import { Findings } from '../../../../src/services/audit/findings.ts'
import type { IntegrityReport } from '../../../../src/services/audit/integrity.ts'
import { change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { recordEvent } from '../../../../src/services/shared/events/record.ts'
import { openShop } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { ENGINE } from '../../../support/database/index.ts'
import { addOrder } from '../../../support/shop/factories.ts'

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
    // On PostgreSQL the newest events have no hash yet, and would not get one after a manual insert.
    await app.live.upToDate()
    await tamper(app.config, text)
    // A commit of another process is visible from the next iteration of the event loop on.
    await nextTurn()
  }
  return { app, owner, check, tamper: cheat }
}

/** Changes the database directly, bypassing the app. */
const tamper = ({ databaseUrl, dataDir }: Config, statements: string) =>
  databaseUrl === null ? tamperFile(dataDir, statements) : tamperServer(databaseUrl, statements)

/** Without triggers and foreign keys, as replication applies changes. */
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

t.test('an unchanged shop has no problems', async (t) => {
  const { check, owner } = await busyShop(t)
  const report = await check()
  const checked = { orders: 5, items: 9, payments: 3 }
  t.match(report, { ok: true, problems: [], unlisted: 0, checked })
  const events = (await owner.get('/api/events?limit=200')).json().data
  t.equal(report.checked.events, events.length)
  const { id, hash } = events.at(-1)
  t.strictSame(report.newestEvent, { id, hash })
})

/** A reported problem: [table, row, order, words]. */
type Said = [string, unknown, number | undefined, RegExp]

/** SQLite also checks its file and its foreign keys. */
const FILE_SAYS: Said[] =
  ENGINE === 'sqlite' ? [['orders', 4, undefined, /customers that is not there/]] : []

/** Manual changes, each with the problems to be reported. */
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
    ['customer_sums', 4, undefined, /number of orders is stored as 1, but 0 follows/],
    ['customer_sums', 77, undefined, /balance is stored as 0, but 18550 follows/],
    ...FILE_SAYS,
  ],
  [
    `DELETE FROM order_items WHERE order_id = 5; DELETE FROM orders WHERE id = 5`,
    ['counters', null, undefined, /^The last order number that was given is 1005.* has 1004/],
    ['customer_sums', 5, undefined, /balance is stored as 9999, but 0 follows from their orders/],
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

t.test('each row that was changed, added or deleted is named', async (t) => {
  const { check, tamper } = await busyShop(t)
  for (const [statement] of CHEATS) await tamper(statement)
  const report = await check()
  t.equal(report.ok, false)
  let expected = 0
  for (const [statement, ...said] of CHEATS) {
    for (const [table, id, orderNumber, detail] of said) {
      expected += 1
      const problem = report.problems.find((one) => one.table === table && detail.test(one.detail))
      t.match(problem, { table, id, ...(orderNumber && { orderNumber }) }, statement)
    }
  }
  t.equal(report.problems.length, expected, 'and nothing else')
})

t.test('sums of customers that differ from their orders are named', async (t) => {
  const { check, tamper, owner } = await busyShop(t)
  await owner.put('/api/orders/1', { deadline: '2027-03-05' })
  t.match(await check(), { ok: true })
  await tamper(`
    UPDATE customer_sums SET oldest_due = '9999' WHERE customer_id = 1;
    UPDATE customer_sums SET spent = spent + 1, balance = balance - 1 WHERE customer_id = 2;
    DELETE FROM customer_sums WHERE customer_id = 3`)
  const { problems } = await check()
  t.match(problems, [
    {
      table: 'customer_sums',
      id: 1,
      detail: /^The customer's oldest deadline is stored as 9999, but 2027-/,
    },
    {
      id: 2,
      detail: /amount spent is stored as 3001, but 3000 .* balance is stored as 15549, but 15550/,
    },
    { id: 3, detail: /orders is stored as 0, but 1 .* balance is stored as 0, but 18550/ },
    { id: null, detail: 'The number of customers with a balance is stored as 5, but there are 4.' },
  ])
  t.equal(problems.length, 4)
})

t.test('a gap in the order numbers is reported, and a long list of problems is cut', async (t) => {
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

t.test('other requests are served while a long history is checked', async (t) => {
  const { app } = await openShop(t)
  await app.db.write(async (tx) => {
    for (let id = 1; id <= 5_000; id++) {
      await recordEvent(change(tx, SYSTEM), 'customer.updated', id, {})
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

t.test('only the owner may run the check', async (t) => {
  const { app } = await openShop(t)
  const staff = await program(app, await account(app, 'staff'))
  t.equal((await staff.get('/api/integrity')).statusCode, 403)
})
