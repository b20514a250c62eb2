// CSV test helpers: parsed files, and a shop with many orders.
import { parse } from 'csv-parse/sync'
import type { FastifyInstance } from 'fastify'
import { sql } from '../../src/db/sql.ts'
import { ENGINE } from './database/index.ts'

export type Line = Record<string, string>

/** Rows as objects by the header's names. */
export const linesOf = (file: string, delimiter = ','): Line[] =>
  parse(file, { bom: true, columns: true, delimiter, record_delimiter: '\r\n' })

/**
 * Adds `count` pending orders of the first customer by SQL, without events. PostgreSQL counts them for its plans, which it
 * would do by itself a minute later: until then a search takes a nested loop, for longer than a statement may run.
 */
export const addMany = (app: FastifyInstance, count: number) =>
  app.db.write(async (tx) => {
    await tx.run(sql`
      WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${count})
      INSERT INTO orders (number, customer_id, total_amount, date_of_creation, notes, tracking_token,
                          created_at, updated_at)
      SELECT 100000 + n, 1, 12550, '2026-11-02T09:30:00.000Z', ${'A long note. '.repeat(20)},
             'many-' || n, '2026-11-02T09:30:00.000Z', '2026-11-02T09:30:00.000Z'
      FROM many`)
    if (ENGINE === 'postgres') await tx.run(sql`ANALYZE orders`)
  })
