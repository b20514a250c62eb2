// Moves orders and accounts from one customer to another: by a merge, and back by its undo.
import { list, type Sql, sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'

/** @param only of these ids; all by default @returns ids of the moved orders, smallest first */
export const moveOrders = (change: Change, from: number, to: number, only?: readonly number[]) =>
  move(change, { table: sql`orders`, from, to, only })

export const moveAccounts = (change: Change, from: number, to: number, only?: readonly number[]) =>
  move(change, { table: sql`users`, from, to, only })

interface Move {
  table: Sql
  from: number
  to: number
  only: readonly number[] | undefined
}

async function move(change: Change, { table, from, to, only }: Move): Promise<number[]> {
  if (only?.length === 0) return []
  const rows = await change.all<{ id: number }>(sql`
    UPDATE ${table}
    SET customer_id = ${to}, version = version + 1, updated_at = ${change.at}
    WHERE customer_id = ${from} ${only ? sql`AND id IN (${list(only)})` : sql``}
    RETURNING id`)
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}
