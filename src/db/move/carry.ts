// Carries all rows of one database into another, table by table, in batches.
import { setImmediate } from 'node:timers/promises'
import { FOLDED_ORDER_SUMS } from '../differences.ts'
import { sql } from '../sql.ts'
import type { Side, Table, Target } from './side.ts'

/** Hears how far it is: rows of a table that were read since the last call. */
export type Progress = (table: string, rows: number) => void

/** Lets signals in: a file is read and written without ever waiting. Throws when `signal` stops what runs. */
export async function othersTurn(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}

/**
 * What triggers keep on the target, they make of the rows as they come. Ids go on where they were.
 * @param signal stops it between two batches
 */
export async function carry(
  source: Side,
  target: Target,
  tables: readonly Table[],
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  for (const table of tables) {
    for await (const rows of source.batches(table)) {
      await othersTurn(signal)
      await target.insert(table, rows)
      progress(table.name, rows.length)
    }
    await target.continueAfter(table, await source.lastId(table))
  }
  await target.get(sql`SELECT ${FOLDED_ORDER_SUMS} AS folded`)
  await target.settle()
}
