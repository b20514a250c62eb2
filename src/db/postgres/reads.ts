// Reads outside a transaction, each on whichever connection is free.
import type pg from 'pg'
import { UnreachableError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { isBusy, isGone } from './errors.ts'
import { runOn } from './statements.ts'

/** A connection may have been cut while nobody used it, so a read is tried on a second one. */
export async function readOnce(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  try {
    return await readOn(pool, query).catch((error: unknown) => {
      if (isGone(error)) return readOn(pool, query)
      throw error
    })
  } catch (error) {
    throw isGone(error) || isBusy(error) ? new UnreachableError(error) : error
  }
}

export async function readOn(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  const client = await pool.connect()
  let gone = false
  try {
    return await runOn(client, query)
  } catch (error) {
    gone = isGone(error)
    throw error
  } finally {
    client.release(gone)
  }
}
