// Moves a whole shop from one database into another, and proves that it arrived.

import { OpenError } from '../../src/db/errors.ts'
import { carry, type Progress } from '../../src/db/move/carry.ts'
import { openSource, openTarget } from '../../src/db/move/open.ts'
import type { Side, Table } from '../../src/db/move/side.ts'
import { countRows, tablesToCarry } from '../../src/db/move/tables.ts'
import { sql } from '../../src/db/sql.ts'
import { type Proof, prove } from './proof.ts'

export interface Wanted {
  /** `sqlite:FILE` or `postgres://...` */
  from: string
  to: string
  /** Takes a shop as it was at the start, also when somebody works in it meanwhile. */
  whileOpen: boolean
  signal: AbortSignal
  /** Is told once how many rows will be read in all; what it answers hears of each step. */
  begin: (rows: number) => (what: string, rows: number) => void
}

/**
 * Carries the shop over. The target shows nothing before everything is proven; when it cannot be, or `signal` stops
 * it, nothing stays there.
 * @throws OpenError in one line when it cannot begin, or when the shop was written to meanwhile
 */
export async function moveShop(wanted: Wanted): Promise<Proof> {
  const source = await openSource(wanted.from)
  try {
    const target = await openTarget(wanted.to)
    try {
      const tables = await tablesToCarry(source, target)
      const step = wanted.begin(2 * (await countAll(source, tables)))
      const { signal } = wanted
      await carry(source, target, tables, { progress: named('Carrying', step), signal })
      const proof = await prove(source, target, tables, {
        progress: named('Comparing', step),
        signal,
      })
      if (proof.differences.length > 0) return proof
      if (!wanted.whileOpen) await refuseWritten(source)
      await target.finish()
      return proof
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Compares two databases that are there already. */
export async function compareShops(wanted: Omit<Wanted, 'whileOpen'>): Promise<Proof> {
  const source = await openSource(wanted.from)
  try {
    const target = await openSource(wanted.to)
    try {
      const tables = await tablesToCarry(source, target)
      const step = wanted.begin(await countAll(source, tables))
      const progress = named('Comparing', step)
      return await prove(source, target, tables, { progress, signal: wanted.signal })
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

const named =
  (what: string, step: (what: string, rows: number) => void): Progress =>
  (table, rows) =>
    step(`${what} ${table}`, rows)

async function countAll(source: Side, tables: readonly Table[]): Promise<number> {
  let rows = 0
  for (const { name } of tables) rows += await countRows(source, name)
  return rows
}

const NEWEST = sql`SELECT max(id) AS id FROM events`

/** Each change of a shop is an event: a newer one than those that were read is lost in the new database. */
async function refuseWritten(source: Side): Promise<void> {
  const read = await source.get<{ id: number | null }>(NEWEST)
  const now = await source.getNow<{ id: number | null }>(NEWEST)
  if (read?.id === now?.id) return
  throw new OpenError(
    'The shop was changed while it was moved, so the move was undone: what was added would be missing. Stop the shop and move it again.',
  )
}
