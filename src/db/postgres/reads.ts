// PostgreSQL reads outside a transaction, each on any free connection.
import type pg from 'pg'
import { UnreachableError } from '../errors.ts'
import type { Sql } from '../sql.ts'
import { isBusy, isConnectionLost } from './errors.ts'
import { runOn } from './statements.ts'

/** An idle connection may have been cut, so a read is retried once. */
export async function readWithRetry(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  try {
    return await readOn(pool, query).catch((error: unknown) => {
      if (isConnectionLost(error)) return readOn(pool, query)
      throw error
    })
  } catch (error) {
    throw isConnectionLost(error) || isBusy(error) ? new UnreachableError(error) : error
  }
}

export async function readOn(pool: pg.Pool, query: Sql): Promise<pg.QueryResult> {
  const client = await pool.connect()
  let gone = false
  try {
    return await runOn(client, query)
  } catch (error) {
    gone = isConnectionLost(error)
    throw error
  } finally {
    client.release(gone)
  }
}
