// Sample shop data: consistent totals, created once.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { EMPLOYEES } from '../../scripts/sample/names.ts'
import type { SampleParameters } from '../../scripts/sample/parameters.ts'
import { Plan } from '../../scripts/sample/plan.ts'
import { fillShop } from '../../scripts/sample/shop.ts'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { sql } from '../../src/db/sql.ts'
import { verifyPassword } from '../../src/services/access/sign-in/passwords.ts'
import { createCustomer } from '../../src/services/people/customers/index.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
import { testConfig } from '../support/app.ts'
import { AMINA } from '../support/shop/factories.ts'

const SATURDAY = new Date('2026-11-21T14:30:00Z')

async function shop(t: Test): Promise<Database> {
  const db = await openDatabase(await testConfig(t))
  t.teardown(() => db.close())
  return db
}

const wanted = (more: Partial<SampleParameters> = {}): SampleParameters => ({
  orders: 60,
  byRows: false,
  photographed: 0,
  seed: 1,
  now: SATURDAY,
  owner: null,
  progress: () => {},
  ...more,
})

const count = async (db: Database, what: ReturnType<typeof sql>) =>
  (await db.get<{ n: number }>(sql`SELECT count(*) AS n FROM ${what}`))?.n

/** Orders whose row contradicts their items, payments or events. */
const contradictions = (db: Database) =>
  db.all(sql`
    SELECT o.number, o.status, o.total_amount, o.paid_amount, o.payment_status
    FROM orders o
    JOIN (
      SELECT order_id, sum(quantity * unit_price - discount_amount) AS subtotal
      FROM order_items GROUP BY order_id
    ) i ON i.order_id = o.id
    LEFT JOIN (
      SELECT order_id, sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END) AS paid
      FROM payments GROUP BY order_id
    ) p ON p.order_id = o.id
    WHERE o.subtotal <> i.subtotal
       OR o.total_amount <> o.subtotal - o.discount_amount
       OR o.paid_amount <> coalesce(p.paid, 0)
       OR o.payment_status <> CASE WHEN p.paid = 0 THEN 'refunded'
                                   WHEN p.paid = o.total_amount THEN 'paid'
                                   WHEN p.paid > 0 THEN 'partial'
                                   ELSE 'unpaid' END
       OR o.status <> coalesce((
            SELECT e.data -> 'status' ->> 'after'
            FROM events e
            WHERE e.entity = 'order' AND e.entity_id = o.id AND e.type = 'order.status_updated'
            ORDER BY e.at DESC, e.id DESC LIMIT 1), 'pending')`)

async function expectWhole(t: Test, db: Database, orders: number) {
  const numbers = await db.all<{ number: number }>(sql`SELECT number FROM orders ORDER BY number`)
  const gapless = Array.from({ length: orders }, (_, at) => 1001 + at)
  t.strictSame(
    numbers.map(({ number }) => number),
    gapless,
    'numbers without a gap',
  )
  t.match(await db.get(sql`SELECT value FROM counters WHERE name = 'order_number'`), {
    value: 1000 + orders,
  })
  t.strictSame(await contradictions(db), [], 'rows, items, payments and events agree')
}

t.test('an empty shop gets an owner, people, orders, payments and photos', async (t) => {
  const db = await shop(t)
  const outcome = await fillShop(db, wanted({ photographed: 1, photographedProducts: 1 }))
  t.match(outcome, { kind: 'filled', orders: 60 })
  await expectWhole(t, db, 60)
  t.equal(await count(db, sql`employees`), EMPLOYEES.length)
  t.equal(await count(db, sql`customers`), 20)
  t.match(await db.all(sql`SELECT shop_name AS name FROM settings`), [
    { name: 'Marigold & Thread' },
  ])
  t.match(await db.all(sql`SELECT content_type AS type FROM order_images`), [
    { type: 'image/jpeg' },
    { type: 'image/jpeg' },
  ])
  t.equal(await count(db, sql`events WHERE at > ${SATURDAY.toISOString()} AND entity = 'order'`), 0)
})

t.test('the printed password is that of the owner', async (t) => {
  const db = await shop(t)
  const outcome = await fillShop(db, wanted({ orders: 3 }))
  const owner = outcome.kind === 'filled' ? outcome.owner : null
  const user = await db.get<{ hash: string }>(sql`
    SELECT password_hash AS hash FROM users WHERE email = ${owner?.email ?? ''}`)
  t.ok(await verifyPassword(user?.hash, owner?.password ?? ''))
})

t.test('running it twice adds nothing', async (t) => {
  const db = await shop(t)
  await fillShop(db, wanted())
  const before = await count(db, sql`events`)
  t.strictSame(await fillShop(db, wanted()), { kind: 'kept', orders: 60, own: false })
  t.equal(await count(db, sql`events`), before)
})

t.test('a sample shop grows to the requested number', async (t) => {
  const db = await shop(t)
  await fillShop(db, wanted({ orders: 30 }))
  t.match(await fillShop(db, wanted({ orders: 75, byRows: true })), { orders: 45, owner: null })
  await expectWhole(t, db, 75)
  t.equal(await count(db, sql`employees`), EMPLOYEES.length, 'nobody is hired twice')
})

t.test('a shop with other customers is not changed', async (t) => {
  const db = await shop(t)
  await db.write((tx) => createCustomer(change(tx, SYSTEM, 'a-request'), AMINA))
  t.strictSame(await fillShop(db, wanted()), { kind: 'kept', orders: 0, own: true })
  t.equal(await count(db, sql`orders`), 0)
  t.equal(await count(db, sql`users`), 0)
})

const tables = async (db: Database) => ({
  customers: await db.all(sql`SELECT * FROM customers ORDER BY id`),
  orders: await db.all(sql`
    SELECT id, number, customer_id, employee_id, status, subtotal, discount_kind, discount_value,
           discount_amount, tax_mode, tax_rate, tax_label, tax_amount, total_amount, paid_amount,
           payment_status,
           date_of_creation, deadline, due_at, channel, shipping_address, notes, internal_notes,
           version, content_version, archived_at, created_at, updated_at
    FROM orders ORDER BY id`),
  items: await db.all(sql`SELECT * FROM order_items ORDER BY id`),
  payments: await db.all(sql`
    SELECT order_id, kind, amount, method, note, actor_user_id, actor_name, received_at,
           created_at, updated_at
    FROM payments ORDER BY order_id, received_at, kind`),
  events: await db.all(sql`
    SELECT type, entity, entity_id, actor_user_id, actor_name, request_id, at, data
    FROM events WHERE entity IN ('order', 'customer') ORDER BY at, entity_id, type`),
})

t.test('bulk rows equal those that the services create', async (t) => {
  const [one, other] = [await shop(t), await shop(t)]
  await fillShop(one, wanted({ orders: 200 }))
  await fillShop(other, wanted({ orders: 200, byRows: true }))
  const [served, inserted] = [await tables(one), await tables(other)]
  for (const table of Object.keys(served) as (keyof typeof served)[]) {
    t.ok(served[table].length > 60)
    t.strictSame(inserted[table], served[table], table)
  }
})

t.test('the same seed creates the same shop, another seed another', (t) => {
  const orders = (seed: number) => {
    const plan = new Plan({ orders: 40, seed, now: SATURDAY, timeZone: 'Europe/London' })
    return Array.from({ length: 40 }, (_, position) => plan.order(position))
  }
  t.strictSame(orders(1), orders(1))
  t.notSame(orders(1), orders(2))
  t.end()
})

for (const now of ['2026-11-22T07:00:00Z', '2026-11-23T08:10:00Z', '2026-11-25T18:00:00Z']) {
  t.test(
    `on ${now} there is work that is late, due today or soon, and nothing in the future`,
    (t) => {
      const moment = new Date(now)
      const plan = new Plan({ orders: 180, seed: 1, now: moment, timeZone: 'Europe/London' })
      const orders = Array.from({ length: 180 }, (_, position) => plan.order(position))
      const closed = (status: unknown) => status === 'completed' || status === 'cancelled'
      const open = orders.filter(
        ({ steps }) => !steps.some((s) => 'status' in s && closed(s.status)),
      )
      const due = (from: number, to: number) =>
        open.filter(({ dueAt }) => {
          const days = (Date.parse(dueAt ?? '') - moment.getTime()) / 86_400_000
          return days >= from && days < to
        }).length
      t.ok(due(-60, 0) >= 3, 'late')
      t.ok(due(0, 3) >= 3, 'in the next days')
      t.ok(due(3, 60) >= 8, 'in the next weeks')
      const times = orders.flatMap(({ placedAt, steps }) => [
        placedAt,
        ...steps.map(({ at }) => plan.calendar.moment(at)),
      ])
      t.ok(times.every((time) => time <= moment.toISOString()))
      const placed = orders.map(({ placedAt }) => placedAt)
      t.strictSame(placed, [...placed].sort(), 'numbers follow the time')
      t.end()
    },
  )
}

/** Runs `npm run sample` without npm. */
async function run(dataDir: string, ...args: string[]) {
  const command = ['--import', 'tsx', 'scripts/sample.ts', '--photos', '0', ...args]
  const env = { ...process.env, DATA_DIR: dataDir, ADMIN_EMAIL: '', ADMIN_PASSWORD: '' }
  return promisify(execFile)(process.execPath, command, { env })
}

t.test('the command prints how to sign in, once, and what it skipped', async (t) => {
  const { dataDir } = await testConfig(t)
  const { stdout } = await run(dataDir, '--orders', '5')
  t.match(
    stdout,
    /Added 5 orders to .+\nSign in as owner@example\.com with [a-z2-9-]{19} \(shown only now\)\.\n$/,
  )
  const again = await run(dataDir, '--orders', '5')
  t.match(again.stdout, /^This sample shop has 5 orders already, so nothing was added\./)
})

t.test('a wrong option is refused in one line', async (t) => {
  const { dataDir } = await testConfig(t)
  const wrong = /^--orders must be a whole number from 1 to 5000000, not "many"\.\n$/
  await t.rejects(run(dataDir, '--orders', 'many'), { code: 1, stderr: wrong })
  await t.rejects(run(dataDir, '--order', '5'), {
    code: 1,
    stderr: /^Unknown option '--order'[^\n]*\n$/,
  })
})
