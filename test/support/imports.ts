// Imports of CSV files over the API, and whether anything in the database has changed.
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { sql } from '../../src/db/sql.ts'
import type { Program } from './app.ts'

export type File = string | Uint8Array

export const send = (who: Program, noun: string, file: File, query = '', headers = {}) =>
  who.send({
    method: 'POST',
    url: `/api/${noun}/import/csv${query}`,
    payload: typeof file === 'string' ? file : Buffer.from(file),
    headers: { 'content-type': 'text/csv', ...headers },
  })

/** Everything in the database, as numbers. */
const contents = ({ db }: FastifyInstance) =>
  db.get(sql`
    SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders,
           (SELECT count(*) FROM order_items) AS items, (SELECT count(*) FROM payments) AS payments,
           (SELECT count(*) FROM events) AS events, (SELECT max(id) FROM events) AS last,
           (SELECT count(*) FROM imported_rows) AS imported,
           (SELECT count(*) FROM idempotency_keys) AS keys,
           (SELECT value FROM counters WHERE name = 'order_number') AS number`)

/** Does the work and compares the whole database before and after. */
export async function untouched(t: Test, app: FastifyInstance, work: () => Promise<unknown>) {
  const before = await contents(app)
  await work()
  t.strictSame(await contents(app), before, 'nothing is changed')
}
