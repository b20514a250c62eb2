// `npm run migrate`: migrates the database and exits, for deployments that migrate before the first new process starts.
// A start does the same.
import type { Config } from '../config/index.ts'
import { openDatabase } from '../db/open.ts'
import { completeChain } from '../services/shared/events/chain.ts'
import { upgradeSearchColumns } from '../services/shared/search/upgrade.ts'
import { throttle } from './throttle.ts'

/** Creates the database if missing. @throws OpenError */
export async function migrate(config: Config): Promise<void> {
  const db = await openDatabase(config)
  try {
    await completeChain(db)
    const tell = throttle((done, all) =>
      console.log(`Preparing names for the search: ${done} of ${all}.`),
    )
    await upgradeSearchColumns(db, tell)
  } finally {
    await db.close()
  }
  console.log('The database has the schema of this version.')
}
