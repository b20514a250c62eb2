// Fixture for tests of both engines: a database of garments on a rail, on the engine of this run.
import type { Test } from 'tap'
import type { Database, Transaction } from '../../../src/db/database.ts'
import { sql } from '../../../src/db/sql.ts'
import { ENGINE } from './index.ts'
import * as postgres from './postgres-rail.ts'
import * as sqlite from './sqlite-rail.ts'

interface Rail {
  db: Database
  /** Opens the same database as another process would. */
  openBeside: () => Promise<Database>
}

/** Opens a migrated database of its own; it is deleted when the test ends. */
export async function openRail(t: Test): Promise<Rail> {
  if (ENGINE === 'sqlite') {
    const { db, file } = await sqlite.openRail(t)
    return { db, openBeside: () => sqlite.openBeside(t, file) }
  }
  const { db, url } = await postgres.openRail(t)
  return { db, openBeside: () => postgres.openBeside(t, url, 3) }
}

export const hang =
  (name: string, price = 0) =>
  (tx: Transaction) =>
    tx.run(sql`INSERT INTO garments (name, price) VALUES (${name}, ${price})`)
export const gowns = (count: number) => Array.from({ length: count }, (_, at) => `gown ${at}`)
export const names = sql`SELECT name FROM garments ORDER BY id`
export const priceOf = (tx: Pick<Transaction, 'get'>, name: string) =>
  tx.get<{ price: number }>(sql`SELECT price FROM garments WHERE name = ${name}`)
export const setPrice = (tx: Transaction, name: string, price: number) =>
  tx.run(sql`UPDATE garments SET price = ${price} WHERE name = ${name}`)
