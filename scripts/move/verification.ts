// Verification of a move: every row, totals, the event log and the photos are equal in both databases.
import { createHash } from 'node:crypto'
import type { Reader } from '../../src/db/database.ts'
import { compareTable, type TableComparison } from '../../src/db/move/compare.ts'
import { type Progress, yieldToOthers } from '../../src/db/move/copy-rows.ts'
import type { Source, Table } from '../../src/db/move/endpoints.ts'
import { sql } from '../../src/db/sql.ts'
import { formatAmount } from '../../src/lib/money/amounts.ts'
import { isPicture } from '../../src/services/photos/store/index.ts'
import { findSettings } from '../../src/services/shop/settings/read.ts'

export interface Verification {
  tables: TableComparison[]
  /** Figures for the user: name and value in the source. */
  facts: [string, string | number][]
  /** Empty if both hold the same shop. */
  differences: string[]
}

export async function verifyMove(
  source: Source,
  target: Source,
  tables: readonly Table[],
  options: { progress: Progress; signal: AbortSignal },
): Promise<Verification> {
  const compared: TableComparison[] = []
  for (const table of tables) compared.push(await compareTable(source, target, table, options))
  const [here, there] = [await factsOf(source), await factsOf(target)]
  const unlike = Object.entries(here).filter(([name, value]) => there[name] !== value)
  const differences = [
    ...compared.flatMap(({ difference }) => difference ?? []),
    ...unlike.map(
      ([name, value]) => `${name}: ${value} in the source, ${there[name]} in the target`,
    ),
    ...(await falsePhotos(target, options.signal)),
  ]
  return { tables: compared, facts: Object.entries(here), differences }
}

type Facts = Record<string, string | number>

/** Counted by each engine for itself; money is formatted in the shop's currency. */
async function factsOf(db: Reader): Promise<Facts> {
  const { currency } = await findSettings(db)
  const money = (sums: Record<string, number> = {}) =>
    Object.fromEntries(
      Object.entries(sums).map(([name, units]) => [
        name,
        `${formatAmount(units, currency)} ${currency}`,
      ]),
    )
  const orders = await db.get<{ orders: number }>(sql`SELECT count(*) AS "orders" FROM orders`)
  const sums = await db.get<Record<string, number>>(sql`
    SELECT CAST(coalesce(sum(total_amount), 0) AS BIGINT) AS "total of all orders",
           CAST(coalesce(sum(paid_amount), 0) AS BIGINT) AS "paid of all orders",
           CAST(coalesce(sum(total_amount - paid_amount), 0) AS BIGINT) AS "balance of all orders"
    FROM orders`)
  const ledger = await db.get<Record<string, number>>(sql`
    SELECT CAST(coalesce(sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END), 0) AS BIGINT)
             AS "money in the ledger"
    FROM payments`)
  const end = await db.get<{ id: number; hash: string }>(sql`
    SELECT event_id AS id, hash FROM event_chain ORDER BY event_id DESC LIMIT 1`)
  return {
    ...orders,
    ...money(sums),
    ...money(ledger),
    'end of the history': end ? `${end.id} ${end.hash}` : 'none',
    'sums that are kept': await keptSums(db),
    'sums of customers': await customerSums(db),
  }
}

/** Dashboard sums: a table on one engine and a view on the other. A sum of nothing may be a row or none. */
async function keptSums(db: Reader): Promise<string> {
  const rows = await db.all<Record<string, string | number>>(sql`
    SELECT status, payment_status AS "paymentStatus", employee_id AS "employeeId", orders, total, paid
    FROM order_sums
    WHERE orders <> 0
    ORDER BY status, payment_status, employee_id`)
  const text = JSON.stringify(rows.map((row) => Object.values(row)))
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Customers without orders may have a row or none. */
async function customerSums(db: Reader): Promise<string> {
  const digest = createHash('sha256')
  for (let after = 0; ; ) {
    const rows = await db.all<Record<string, string | number>>(sql`
      SELECT customer_id AS id, orders, spent, balance, owing_orders AS "owingOrders", oldest_due AS "oldestDue"
      FROM customer_sums
      WHERE customer_id > ${after} AND (orders <> 0 OR spent <> 0)
      ORDER BY customer_id
      LIMIT 1000`)
    const last = rows.at(-1)
    if (last === undefined) break
    after = Number(last.id)
    digest.update(JSON.stringify(rows.map((row) => Object.values(row))))
  }
  const owing = await db.get<{ customers: number }>(sql`SELECT customers FROM owing_customers`)
  return digest.update(`${owing?.customers}`).digest('hex').slice(0, 16)
}

/** Photos whose bytes do not match their row. */
async function falsePhotos(db: Reader, signal: AbortSignal): Promise<string[]> {
  const found: string[] = []
  for (let after = 0; ; ) {
    await yieldToOthers(signal)
    const photo = await db.get<{ id: number; sha256: string; display: Uint8Array }>(sql`
      SELECT i.id, i.sha256, b.display
      FROM order_images i
      JOIN image_blobs b ON b.image_id = i.id
      WHERE i.id > ${after}
      ORDER BY i.id
      LIMIT 1`)
    if (photo === undefined) return found
    after = photo.id
    if (!isPicture(photo.display, photo.sha256))
      found.push(`order_images ${photo.id}: its bytes have another hash`)
  }
}
