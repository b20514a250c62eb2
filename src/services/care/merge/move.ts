// Moves orders and accounts from one customer to another: by a merge, and back by its undo. Many orders move in several
// transactions, so that nobody else waits; what is left to move is stored, so that an interruption loses nothing.
import { setTimeout as pause } from 'node:timers/promises'
import type { Reader } from '../../../db/database.ts'
import { list, perEngine, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { Change } from '../../shared/change.ts'

/** Orders that move in the transaction of the merge itself. */
const MOST_AT_ONCE = 50
/** Orders of one statement: each may look for the oldest deadline among all orders of the customer. */
const PART = 10
/** Of the process, for one transaction; with SQLite nobody else is served meanwhile. */
const BUDGET_MS = 6

export type Write = <Result>(work: (change: Change) => Promise<Result>) => Promise<Result>

interface Move {
  from: number
  to: number
  /** Ids of the orders, smallest first. */
  orders: readonly number[]
}

const ID_LIST = perEngine({
  sqlite: sql`json_group_array(id)`,
  postgres: sql`coalesce(json_agg(id), '[]')::text`,
})

/** Ids of all orders, smallest first; as one text, since tens of thousands of rows would take ten times as long. */
export async function orderIdsOf(db: Reader, customerId: number): Promise<number[]> {
  const row = await db.get<{ ids: string }>(sql`
    SELECT ${ID_LIST} AS ids FROM orders WHERE customer_id = ${customerId}`)
  const ids: number[] = JSON.parse(row?.ids ?? '[]')
  return ids.sort((a, b) => a - b)
}

/** Many are only put down, for `finishMoves`. */
export async function moveOrders(change: Change, { from, to, orders }: Move): Promise<void> {
  // The newest first: the oldest deadline of those that are left then seldom changes.
  const newestFirst = orders.toReversed()
  if (orders.length <= MOST_AT_ONCE) return movePart(change, from, to, newestFirst)
  await change.run(sql`
    INSERT INTO customer_moves (source_id, target_id, order_ids, created_at, updated_at)
    VALUES (${from}, ${to}, ${JSON.stringify(newestFirst)}, ${change.at}, ${change.at})`)
}

/** Those that were given to somebody else meanwhile stay there. */
async function movePart(change: Change, from: number, to: number, ids: readonly number[]) {
  if (ids.length === 0) return
  await change.run(sql`
    UPDATE orders
    SET customer_id = ${to}, version = version + 1, updated_at = ${change.at}
    WHERE customer_id = ${from} AND id IN (${list(ids)})`)
}

/** Moves what is left of all merges and undos. */
export async function finishMoves(write: Write): Promise<void> {
  while (await write(moveSome)) {
    // About as long as a batch, so that other requests get half of the processor.
    await pause(BUDGET_MS)
  }
}

interface StoredMove {
  id: number
  from: number
  to: number
  ids: string
  done: number
}

/** @returns whether there may be more */
async function moveSome(change: Change): Promise<boolean> {
  const move = await change.get<StoredMove>(sql`
    SELECT id, source_id AS "from", target_id AS "to", order_ids AS ids, done
    FROM customer_moves
    ORDER BY id
    LIMIT 1`)
  if (!move) return false
  const ids: number[] = JSON.parse(move.ids)
  const end = performance.now() + BUDGET_MS
  let done = Number(move.done)
  do {
    await movePart(change, move.from, move.to, ids.slice(done, done + PART))
    done += PART
  } while (done < ids.length && performance.now() < end)
  if (done < ids.length) {
    await change.run(sql`
      UPDATE customer_moves SET done = ${done}, updated_at = ${change.at} WHERE id = ${move.id}`)
  } else {
    await change.run(sql`DELETE FROM customer_moves WHERE id = ${move.id}`)
  }
  return true
}

/** @throws Refusal `merge_under_way` (409): the orders of a record are known only when all have arrived */
export async function expectNoMoves(db: Reader): Promise<void> {
  const move = await db.get(sql`SELECT id FROM customer_moves LIMIT 1`)
  if (!move) return
  throw new Refusal(
    'conflict',
    'merge_under_way',
    'Orders of another merge are still moving. Wait a moment, then try again.',
  )
}

/** @param only of these ids; all by default @returns ids of the moved accounts, smallest first */
export async function moveAccounts(
  change: Change,
  from: number,
  to: number,
  only?: readonly number[],
): Promise<number[]> {
  if (only?.length === 0) return []
  const rows = await change.all<{ id: number }>(sql`
    UPDATE users
    SET customer_id = ${to}, version = version + 1, updated_at = ${change.at}
    WHERE customer_id = ${from} ${only ? sql`AND id IN (${list(only)})` : sql``}
    RETURNING id`)
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}
