// Reads a long table in batches, so that memory stays small and other requests are served in between.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../db/database.ts'
import { identifier, list, rowCount, type Sql, sql } from '../../db/sql.ts'

type Table = 'orders' | 'customers' | 'payments' | 'users'
const TABLES: readonly Table[] = ['orders', 'customers', 'payments', 'users']

/** Rows a batch looks at: a synchronous SQLite read then blocks the process for a few milliseconds. */
export const BATCH_SIZE = 200

const MAX_IDS = 20_000

/**
 * The rows of a table by id, batch by batch: each is a subquery to read FROM, with the conditions of a filter. Each
 * batch is a read of its own, so a slow download holds no transaction open.
 * The LIMIT inside the subquery keeps SQLite from choosing the index of a condition and sorting all its rows, per
 * batch.
 */
export async function* tableBatches(db: Reader, table: Table): AsyncGenerator<Sql> {
  const name = identifier(table, TABLES)
  let after = 0
  while (true) {
    const batch = sql`(SELECT * FROM ${name} WHERE id > ${after} ORDER BY id LIMIT ${rowCount(BATCH_SIZE)})`
    // Read before the rows, so that a row added in between belongs to the next batch.
    const end = await db.get<{ last: number | null }>(sql`SELECT max(id) AS last FROM ${batch} s`)
    if (!end || end.last === null) return
    yield batch
    after = end.last
    await yieldToEventLoop()
  }
}

/**
 * The same for a full-text search, which would otherwise run once per batch: ids are collected first, then read.
 * @param find the query of the ids above one, in their order, at most `most`
 */
export async function* searchBatches(
  db: Reader,
  table: Table,
  find: (after: number, most: number) => Sql,
): AsyncGenerator<Sql> {
  const name = identifier(table, TABLES)
  let after = 0
  while (true) {
    const ids = (await db.all<{ id: number }>(find(after, MAX_IDS))).map(({ id }) => id)
    for (let start = 0; start < ids.length; start += BATCH_SIZE) {
      yield sql`(SELECT * FROM ${name} WHERE id IN (${list(ids.slice(start, start + BATCH_SIZE))}))`
      await yieldToEventLoop()
    }
    if (ids.length < MAX_IDS) return
    after = ids.at(-1) ?? 0
  }
}

/** Reads of SQLite are synchronous, so a stream that never waits would block all other requests. */
const yieldToEventLoop = () => setImmediate()
