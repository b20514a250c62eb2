// Copies a whole shop from one database into another, and verifies the copy.

import { OpenError } from '../../src/db/errors.ts'
import { copyRows, type Progress } from '../../src/db/move/copy-rows.ts'
import type { Source, Table } from '../../src/db/move/endpoints.ts'
import { openSource, openTarget } from '../../src/db/move/open.ts'
import { countRows, tablesToCopy } from '../../src/db/move/tables.ts'
import { sql } from '../../src/db/sql.ts'
import { FOLDED_SUMS } from '../../src/services/orders/lists/totals.ts'
import { TABLE_KINDS } from './table-kinds.ts'
import { type Verification, verifyMove } from './verification.ts'

export interface Wanted {
  /** `sqlite:FILE` or `postgres://...` */
  from: string
  to: string
  /** Copies the shop as it was at the start, even if it is in use. */
  whileOpen: boolean
  signal: AbortSignal
  /** Called once with the number of rows to read; the returned function is called for each step. */
  begin: (rows: number) => (what: string, rows: number) => void
}

/**
 * The target stays invisible until the copy is verified; on a failure, or when `signal` aborts, nothing remains.
 * @throws OpenError if it cannot begin, or if the shop was changed meanwhile
 */
export async function moveShop(wanted: Wanted): Promise<Verification> {
  const source = await openSource(wanted.from)
  try {
    const target = await openTarget(wanted.to, TABLE_KINDS)
    try {
      const tables = await tablesToCopy(source, target, TABLE_KINDS)
      const step = wanted.begin(2 * (await countAll(source, tables)))
      const { signal } = wanted
      await copyRows(source, target, tables, { progress: named('Carrying', step), signal })
      await target.get(sql`SELECT ${FOLDED_SUMS} AS rows`)
      await target.settle()
      const proof = await verifyMove(source, target, tables, {
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

export async function compareShops(wanted: Omit<Wanted, 'whileOpen'>): Promise<Verification> {
  const source = await openSource(wanted.from)
  try {
    const target = await openSource(wanted.to)
    try {
      const tables = await tablesToCopy(source, target, TABLE_KINDS)
      const step = wanted.begin(await countAll(source, tables))
      const progress = named('Comparing', step)
      return await verifyMove(source, target, tables, { progress, signal: wanted.signal })
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

async function countAll(source: Source, tables: readonly Table[]): Promise<number> {
  let rows = 0
  for (const { name } of tables) rows += await countRows(source, name)
  return rows
}

const NEWEST = sql`SELECT max(id) AS id FROM events`

/** Every change is an event: one newer than those read would be lost in the new database. */
async function refuseWritten(source: Source): Promise<void> {
  const read = await source.get<{ id: number | null }>(NEWEST)
  const now = await source.getNow<{ id: number | null }>(NEWEST)
  if (read?.id === now?.id) return
  throw new OpenError(
    'The shop was changed while it was moved, so the move was undone: what was added would be missing. Stop the shop and move it again.',
  )
}
