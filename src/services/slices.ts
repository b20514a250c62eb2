// Reads a long table in slices, so that a million rows need the memory and the patience of a few hundred.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../db/database.ts'
import { identifier, type Sql, sql } from '../db/sql.ts'

type Table = 'orders' | 'customers' | 'payments'
const TABLES: readonly Table[] = ['orders', 'customers', 'payments']

/**
 * The next rows of a table by id, whatever the filter is, to be read FROM. The filter is applied to these alone: then
 * no slice is slow because few rows fit, and the shop is held up for a few milliseconds at a time. The LIMIT keeps
 * SQLite from mixing the two, and then choosing the index of a filter and sorting all it finds, for every slice.
 */
const part = (table: Table, after: number) => sql`
  (SELECT * FROM ${identifier(table, TABLES)} WHERE id > ${after} ORDER BY id LIMIT ${SLICE})`

/** As many rows as one slice looks at. */
export const SLICE = 400

/**
 * All rows of a table by id, slice by slice. Each slice is a read of its own: no transaction is held open while
 * somebody with a slow connection takes the file.
 * @param read the rows that fit, out of a part of the table
 */
export async function* slices<Row>(
  db: Reader,
  table: Table,
  read: (part: Sql) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after = 0
  while (true) {
    const next = part(table, after)
    // Before the rows: one that is added in between belongs to the next slice.
    const end = await db.get<{ last: number | null }>(sql`SELECT max(id) AS last FROM ${next} p`)
    if (!end || end.last === null) return
    const rows = await read(next)
    if (rows.length > 0) yield rows
    after = end.last
    // Others first: a read of SQLite takes no turn of the event loop, nor does a stream that is not full.
    await setImmediate()
  }
}
