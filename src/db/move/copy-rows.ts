// Copies all rows of one database into another, table by table, in batches.
import { setImmediate } from 'node:timers/promises'
import type { Source, Table, Target } from './endpoints.ts'

export type Progress = (table: string, rows: number) => void

/** Gives signals a chance: reading and writing files never yields otherwise. Throws once `signal` is aborted. */
export async function yieldToOthers(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}

/**
 * Triggers on the target fill derived tables. Identity columns continue where they were.
 * @param signal stops it between two batches
 */
export async function copyRows(
  source: Source,
  target: Target,
  tables: readonly Table[],
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  for (const table of tables) {
    for await (const rows of source.batches(table)) {
      await yieldToOthers(signal)
      await target.insert(table, rows)
      progress(table.name, rows.length)
    }
    await target.continueAfter(table, await source.lastId(table))
  }
}
