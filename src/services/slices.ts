// Reads a long table in slices, so that a million rows need the memory and the patience of a few hundred.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../db/database.ts'
import { identifier, list, type Sql, sql } from '../db/sql.ts'

type Table = 'orders' | 'customers' | 'payments'
const TABLES: readonly Table[] = ['orders', 'customers', 'payments']

/** As many rows as one slice looks at: the shop is held up for a few milliseconds at a time. */
export const SLICE = 200

/** As many ids as are kept at once when rows have to be looked for first. */
const FOUND = 20_000

/**
 * The rows of a table by id, slice by slice, each to be read FROM with the conditions of a filter. Each slice is a
 * read of its own: no transaction is held open while somebody with a slow connection takes the file.
 *
 * The conditions see one slice alone: then none is slow because few rows fit. The LIMIT keeps SQLite from mixing the
 * two, and then choosing the index of a condition and sorting all it finds, for every slice.
 */
export async function* slicesOf(db: Reader, table: Table): AsyncGenerator<Sql> {
  const name = identifier(table, TABLES)
  let after = 0
  while (true) {
    const slice = sql`(SELECT * FROM ${name} WHERE id > ${after} ORDER BY id LIMIT ${SLICE})`
    // Before the rows: one that is added in between belongs to the next slice.
    const end = await db.get<{ last: number | null }>(sql`SELECT max(id) AS last FROM ${slice} s`)
    if (!end || end.last === null) return
    yield slice
    after = end.last
    await others()
  }
}

/**
 * The same for what must be looked for: a search asks other tables as a whole, which would be done again for every
 * slice. So the ids are found first, and only they are read.
 * @param find the query of the ids above one, in their order, at most `most`
 */
export async function* slicesFound(
  db: Reader,
  table: Table,
  find: (after: number, most: number) => Sql,
): AsyncGenerator<Sql> {
  const name = identifier(table, TABLES)
  let after = 0
  while (true) {
    const found = (await db.all<{ id: number }>(find(after, FOUND))).map(({ id }) => id)
    for (let start = 0; start < found.length; start += SLICE) {
      yield sql`(SELECT * FROM ${name} WHERE id IN (${list(found.slice(start, start + SLICE))}))`
      await others()
    }
    if (found.length < FOUND) return
    after = found.at(-1) ?? 0
  }
}

/** Everybody else's turn: a read of SQLite takes none of the event loop, nor does a stream that is not full. */
const others = () => setImmediate()
