// Stored sums of customers on PostgreSQL, while several processes change orders at the same time.
import pg from 'pg'
import t from 'tap'
import { openPostgres } from '../../../../src/db/postgres/engine.ts'
import { sql } from '../../../../src/db/sql.ts'
import { checkIntegrity } from '../../../../src/services/audit/integrity.ts'
import { createOrder } from '../../../../src/services/orders/entry.ts'
import { recordPayment } from '../../../../src/services/orders/payments/index.ts'
import { createCustomer } from '../../../../src/services/people/customers/index.ts'
import { type Change, change, SYSTEM } from '../../../../src/services/shared/change.ts'
import { createDatabase, onlyOnPostgres } from '../../../support/database/index.ts'
import { recountedSums, storedSums } from '../../../support/shop/customer-sums.ts'
import { AMINA } from '../../../support/shop/factories.ts'

onlyOnPostgres()

const url = await createDatabase(t)
// Each is what a process of its own would be.
const [here, there] = [await openPostgres({ url }), await openPostgres({ url })]
t.teardown(() => Promise.all([here.close(), there.close()]))

const write = <Result>(db: typeof here, work: (now: Change) => Promise<Result>) =>
  db.write((tx) => work(change(tx, SYSTEM)))

const items = [{ itemName: 'Hem', quantity: 1, unitPrice: '10.00' }]
const customers = await write(here, async (now) => {
  const ids: number[] = []
  for (let count = 0; count < 4; count++) ids.push((await createCustomer(now, AMINA)).id)
  return ids
})

const order = (customerId: number) =>
  write(here, (now) => createOrder(now, { customerId, items, deadline: '2027-01-05' }, 'counter'))
const pay = (db: typeof here, { id }: { id: number }) =>
  write(db, (now) => recordPayment(now, id, { amount: '4.00', method: 'cash' }))

/** A raw connection: what it changes stays uncommitted until it is told otherwise. */
async function begin(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  await client.query(`BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '2s'`)
  return client
}

/** Customers and orders that are not stored: reading them would take locks of its own. */
const add = (client: pg.Client, customerId: number) =>
  client.query(
    `SELECT change_customer_sums($1, NULL, json_populate_record(NULL::orders, '{
       "id": 1, "status": "pending", "payment_status": "unpaid", "total_amount": 1000, "paid_amount": 0}'))`,
    [customerId],
  )

t.test('transactions of different customers neither wait nor conflict', async (t) => {
  const before = await begin()
  for (const id of [1001, 1002, 1003, 1004]) await add(before, id)
  await before.query('COMMIT')
  const [first, second] = [await begin(), await begin()]
  await add(first, 1001)
  await add(second, 1002)
  await add(second, 1003)
  await add(first, 1004)
  const read = await first.query(`
    SELECT relation::regclass::text FROM pg_locks
    WHERE mode = 'SIReadLock' AND relation::regclass::text LIKE 'customer_sums%'`)
  t.strictSame(read.rows, [], 'they read nothing that the other one could change')
  await second.query('COMMIT')
  await first.query('COMMIT')
  const { rows } = await first.query(
    'DELETE FROM customer_sums WHERE customer_id > 1000 RETURNING balance::int, owing_orders::int',
  )
  t.strictSame(rows, Array(4).fill({ balance: 2000, owing_orders: 2 }))
  t.match(await here.get(sql`SELECT customers FROM owing_customers`), { customers: 0 })
})

t.test('two payments of one customer at once both count', async (t) => {
  const [customerId = 0] = customers
  const [one, other] = [await order(customerId), await order(customerId)]
  await Promise.all([pay(here, one), pay(there, other)])
  const sums = await here.get(sql`
    SELECT balance, spent, owing_orders AS owing FROM customer_sums WHERE customer_id = ${customerId}`)
  t.strictSame(sums, { balance: 1200, spent: 800, owing: 2 })
})

t.test('payments that lock customers in opposite order all succeed', async (t) => {
  const orders: { id: number }[] = []
  for (let round = 0; round < 6; round++)
    for (const customerId of customers) orders.push(await order(customerId))
  const [mine, theirs] = [0, 1].map((half) => orders.filter((_, at) => at % 8 < 4 === (half === 0)))
  await Promise.all([
    ...(mine ?? []).map((order) => pay(here, order)),
    ...(theirs ?? []).reverse().map((order) => pay(there, order)),
  ])
  const sums = await storedSums(here)
  t.strictSame(sums, await recountedSums(here))
  t.equal(sums.owing, customers.length)
  t.match(await checkIntegrity(here), { ok: true })
})
