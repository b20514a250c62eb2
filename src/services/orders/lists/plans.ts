// Planner hints: SQL that fixes an execution plan. Each hint states what it saves, in processor time per query in a
// shop of 100,000 orders (SQLite 3.53, statistics of the migrations), so that it can be removed once it stops paying.
// test/services/orders/lists/plans.test.ts proves which index each list uses.
import { empty, perEngine, Sql, sql } from '../../../db/sql.ts'
import { memoize } from '../../../lib/cache/memoize.ts'

/**
 * Forces SQLite to use an index; PostgreSQL has no equivalent. Saves nothing with the statistics of the migrations;
 * after an ANALYZE, 31 % for the orders of an employee by total (1.10 ms against 1.59).
 * @param name index name: program text, never input
 */
export const indexedBy = memoize(
  (name: string): Sql =>
    perEngine({ sqlite: new Sql([`INDEXED BY ${name}`], []), postgres: empty }),
)

/**
 * Excludes a number column from index selection, on both engines: its rows are few already. Saves 8 % of a search for
 * an order number (0.34 ms against 0.37).
 */
export const withoutIndex = (column: Sql): Sql => sql`+${column}`

/**
 * A condition evaluated after the others. SQLite would start with its index and collect all completed orders for a
 * search that finds ten. Saves 11 % of a search for a name with two filters (1.92 ms against 2.15).
 */
export const checkedLater = (condition: Sql): Sql =>
  perEngine({ sqlite: sql`+(${condition})`, postgres: sql`(${condition})` })

/**
 * Joins tables in the written order, so that a LIMIT ends the work early. Saves 19 % of a search for an item (2.23 ms
 * against 2.74).
 */
export const JOIN_IN_ORDER = sql`CROSS JOIN`
