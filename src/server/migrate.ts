// `npm run migrate`: brings the database to the schema of this version, and ends. A start does the same by itself; this
// is for deployments that want it done before the first new process.
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { completeChain } from '../services/event-chain.ts'

/** Creates the database when there is none. Throws an OpenError with one readable line. */
export async function migrate(config: Config): Promise<void> {
  const db = await openDatabase(config)
  try {
    await completeChain(db)
  } finally {
    await db.close()
  }
  console.log('The database has the schema of this version.')
}
