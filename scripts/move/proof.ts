// Proves that two databases hold the same shop: every row, what the rows add up to, the history, and the photos.
import { createHash } from 'node:crypto'
import type { Reader } from '../../src/db/database.ts'
import { othersTurn, type Progress } from '../../src/db/move/carry.ts'
import { type Compared, compareTable } from '../../src/db/move/compare.ts'
import type { Side, Table } from '../../src/db/move/side.ts'
import { sql } from '../../src/db/sql.ts'
import { isPicture } from '../../src/services/stored-pictures.ts'

export interface Proof {
  tables: Compared[]
  /** What a person looks for: name and value in the source. */
  facts: [string, string | number][]
  /** Empty when both are the same shop. */
  differences: string[]
}

export async function prove(
  source: Side,
  target: Side,
  tables: readonly Table[],
  options: { progress: Progress; signal: AbortSignal },
): Promise<Proof> {
  const compared: Compared[] = []
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

/** Counted by each engine for itself; money in smallest units. */
async function factsOf(db: Reader): Promise<Facts> {
  const orders = await db.get<Facts>(sql`
    SELECT count(*) AS "orders", CAST(coalesce(sum(total_amount), 0) AS BIGINT) AS "total of all orders",
           CAST(coalesce(sum(paid_amount), 0) AS BIGINT) AS "paid of all orders",
           CAST(coalesce(sum(total_amount - paid_amount), 0) AS BIGINT) AS "balance of all orders"
    FROM orders`)
  const ledger = await db.get<Facts>(sql`
    SELECT CAST(coalesce(sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END), 0) AS BIGINT)
             AS "money in the ledger"
    FROM payments`)
  const end = await db.get<{ id: number; hash: string }>(sql`
    SELECT event_id AS id, hash FROM event_chain ORDER BY event_id DESC LIMIT 1`)
  return {
    ...orders,
    ...ledger,
    'end of the history': end ? `${end.id} ${end.hash}` : 'none',
    'sums that are kept': await keptSums(db),
  }
}

/** What the dashboard shows: a table of one engine and a view of the other. A sum of nothing may be a row or none. */
async function keptSums(db: Reader): Promise<string> {
  const rows = await db.all<Record<string, string | number>>(sql`
    SELECT status, payment_status AS "paymentStatus", employee_id AS "employeeId", orders, total, paid
    FROM order_sums
    WHERE orders <> 0
    ORDER BY status, payment_status, employee_id`)
  const text = JSON.stringify(rows.map((row) => Object.values(row)))
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Photos whose bytes are not what their row says. */
async function falsePhotos(db: Reader, signal: AbortSignal): Promise<string[]> {
  const found: string[] = []
  for (let after = 0; ; ) {
    await othersTurn(signal)
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
