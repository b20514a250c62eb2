// Verifies stock: it must equal the sum of its movements, what is reserved the sum of active holds, and the material that
// items cost what was issued to them.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../db/database.ts'
import { rowCount, sql } from '../../db/sql.ts'
import { quantityOf } from '../../lib/quantity.ts'
import type { Findings } from './findings.ts'

/** A few milliseconds per batch; other requests are served in between. */
const BATCH_SIZE = 100

interface Books {
  id: number
  sku: string
  stock: number
  moved: number
  lastStock: number | null
  reserved: number
  held: number
  /** Material in items, and what movements have issued to them. */
  used: number
  issued: number
}

export async function checkStock(db: Reader, findings: Findings): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await nextVariants(db, after)
    for (const row of rows) {
      const details = [...problemsOf(row)]
      if (details.length > 0) {
        findings.add({ table: 'variants', id: row.id, detail: `${row.sku}: ${details.join(' ')}` })
      }
    }
    findings.checked.variants += rows.length
    after = rows.at(-1)?.id ?? 0
    if (rows.length < BATCH_SIZE) return
    await setImmediate()
  }
}

/** One statement, so that a sale of this moment is in all sums or in none. */
const nextVariants = (db: Reader, after: number) =>
  db.all<Books>(sql`
    SELECT v.id, v.sku, v.stock, v.reserved,
           (SELECT CAST(coalesce(sum(m.delta), 0) AS BIGINT)
            FROM stock_movements m WHERE m.variant_id = v.id) AS moved,
           (SELECT m.stock_after FROM stock_movements m
            WHERE m.variant_id = v.id ORDER BY m.id DESC LIMIT 1) AS "lastStock",
           (SELECT CAST(coalesce(sum(h.quantity), 0) AS BIGINT) FROM stock_holds h
            WHERE h.variant_id = v.id AND h.state = 'active') AS held,
           (SELECT CAST(coalesce(sum(i.issued - i.given_back), 0) AS BIGINT)
            FROM item_materials i WHERE i.variant_id = v.id) AS used,
           (SELECT CAST(coalesce(-sum(m.delta), 0) AS BIGINT) FROM stock_movements m
            WHERE m.variant_id = v.id AND m.reason IN ('issued', 'given_back')) AS issued
    FROM variants v
    WHERE v.id > ${after}
    ORDER BY v.id
    LIMIT ${rowCount(BATCH_SIZE)}`)

function* problemsOf(books: Books): Generator<string> {
  const { stock, moved, lastStock, reserved, held, used, issued } = books
  if (stock !== moved) {
    yield `The stock is stored as ${quantityOf(stock)}, but ${quantityOf(moved)} follows from its movements.`
  } else if (stock !== (lastStock ?? 0)) {
    yield `The last movement says that ${quantityOf(lastStock ?? 0)} were left, but ${quantityOf(stock)} follows from all of them.`
  }
  if (reserved !== held) {
    yield `What buyers keep is stored as ${quantityOf(reserved)}, but ${quantityOf(held)} follows from their holds.`
  }
  if (used !== issued) {
    yield `Items cost ${quantityOf(used)} of it, but movements have issued ${quantityOf(issued)}.`
  }
}
