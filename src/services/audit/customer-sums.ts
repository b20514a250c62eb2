// Verifies the stored sums of customers: they must equal a recount of the customers' orders.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../db/database.ts'
import { rowCount, sql } from '../../db/sql.ts'
import { LAST_DEADLINE } from '../orders/lists/status-sql.ts'
import { isOwing } from '../shared/owed.ts'
import type { Findings } from './findings.ts'

/** A few milliseconds per batch; other requests are served in between. */
const BATCH_SIZE = 50
const NO_LIMIT = Number.MAX_SAFE_INTEGER

interface Sums {
  orders: number
  spent: number
  balance: number
  owingOrders: number
  oldestDue: string | null
}

type StoredOrCounted = Sums & { customerId: number; isStored: number }

const NOTHING: Sums = { orders: 0, spent: 0, balance: 0, owingOrders: 0, oldestDue: null }

const NAMES: Record<keyof Sums, string> = {
  orders: 'number of orders',
  spent: 'amount spent',
  balance: 'balance',
  owingOrders: 'number of unpaid orders',
  oldestDue: 'oldest deadline',
}

export async function checkCustomerSums(db: Reader, findings: Findings): Promise<void> {
  for (let after = 0; after < NO_LIMIT; ) {
    const upTo = await lastOfBatch(db, after)
    compare(await readBatch(db, after, upTo), findings)
    after = upTo
    await setImmediate()
  }
  await checkOwingCustomers(db, findings)
}

async function lastOfBatch(db: Reader, after: number): Promise<number> {
  const row = await db.get<{ id: number }>(sql`
    SELECT customer_id AS id
    FROM customer_sums
    WHERE customer_id > ${after}
    ORDER BY customer_id
    LIMIT 1 OFFSET ${rowCount(BATCH_SIZE)}`)
  return row?.id ?? NO_LIMIT
}

/** One statement, so that a payment of this moment is in both sums or in neither. */
const readBatch = (db: Reader, after: number, upTo: number) =>
  db.all<StoredOrCounted>(sql`
    SELECT 1 AS "isStored", s.customer_id AS "customerId", s.orders, s.spent, s.balance,
           s.owing_orders AS "owingOrders", s.oldest_due AS "oldestDue"
    FROM customer_sums s
    WHERE s.customer_id > ${after} AND s.customer_id <= ${upTo}
    UNION ALL
    SELECT 0, c.id, c.orders, c.spent, c.balance, c.owing_orders, (
             SELECT min(coalesce(o.due_at, ${LAST_DEADLINE}))
             FROM orders o
             WHERE o.customer_id = c.id AND ${isOwing('o')})
    FROM (
      SELECT o.customer_id AS id, count(*) FILTER (WHERE o.archived_at IS NULL) AS orders,
             CAST(sum(o.paid_amount) AS BIGINT) AS spent,
             CAST(coalesce(sum(o.total_amount - o.paid_amount) FILTER (WHERE ${isOwing('o')}), 0) AS BIGINT) AS balance,
             count(*) FILTER (WHERE ${isOwing('o')}) AS owing_orders
      FROM orders o
      WHERE o.customer_id > ${after} AND o.customer_id <= ${upTo}
      GROUP BY o.customer_id) AS c`)

function compare(rows: readonly StoredOrCounted[], findings: Findings): void {
  const byCustomer = (isStored: number) =>
    new Map(rows.filter((row) => row.isStored === isStored).map((row) => [row.customerId, row]))
  const [stored, counted] = [byCustomer(1), byCustomer(0)]
  for (const id of new Set([...stored.keys(), ...counted.keys()])) {
    const details = [...differences(stored.get(id) ?? NOTHING, counted.get(id) ?? NOTHING)]
    if (details.length > 0) findings.add({ table: 'customer_sums', id, detail: details.join(' ') })
  }
}

function* differences(stored: Sums, counted: Sums): Generator<string> {
  for (const [field, name] of Object.entries(NAMES)) {
    const [is, right] = [stored[field as keyof Sums], counted[field as keyof Sums]]
    if (is === right) continue
    yield `The customer's ${name} is stored as ${is}, but ${right} follows from their orders.`
  }
}

async function checkOwingCustomers(db: Reader, findings: Findings): Promise<void> {
  const row = await db.get<{ stored: number; counted: number }>(sql`
    SELECT (SELECT customers FROM owing_customers) AS stored,
           (SELECT count(*) FROM customer_sums WHERE owing_orders > 0) AS counted`)
  if (row && row.stored === row.counted) return
  const detail = `The number of customers with a balance is stored as ${row?.stored}, but there are ${row?.counted}.`
  findings.add({ table: 'customer_sums', id: null, detail })
}
