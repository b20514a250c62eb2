// Search for texts in the whole database: every text and every compressed file of every table.
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { Sql, sql } from '../../../src/db/sql.ts'

/** Places that hold one of the words, in any case: `customers.name: Zuleikha`. */
export async function tracesOf(
  { db }: Pick<FastifyInstance, 'db'>,
  words: readonly string[],
): Promise<string[]> {
  const found = new Set<string>()
  for (const { table, column } of await storedColumns(db)) {
    const rows = await db.all<{ held: unknown }>(
      new Sql([`SELECT "${column}" AS held FROM "${table}"`], []),
    )
    for (const { held } of rows) {
      const text = textOf(held).toLowerCase()
      for (const word of words) {
        if (text.includes(word.toLowerCase())) found.add(`${table}.${column}: ${word}`)
      }
    }
  }
  return [...found].sort()
}

/** Full-text indexes of SQLite hold pieces of words only. */
async function storedColumns(db: FastifyInstance['db']) {
  return db.engine === 'sqlite'
    ? db.all<{ table: string; column: string }>(sql`
        SELECT m.name AS "table", p.name AS "column"
        FROM sqlite_schema m, pragma_table_info(m.name) p
        WHERE m.type = 'table' AND p.type IN ('TEXT', 'BLOB') AND m.name NOT LIKE '%_search_%'`)
    : db.all<{ table: string; column: string }>(sql`
        SELECT c.table_name AS "table", c.column_name AS "column"
        FROM information_schema.columns c
        JOIN information_schema.tables t
          ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
          AND c.data_type IN ('text', 'json', 'bytea')`)
}

function textOf(held: unknown): string {
  if (held instanceof Uint8Array) {
    const isGzip = held[0] === 0x1f && held[1] === 0x8b
    return Buffer.from(isGzip ? gunzipSync(held) : held).toString('latin1')
  }
  return held === null ? '' : typeof held === 'string' ? held : JSON.stringify(held)
}
