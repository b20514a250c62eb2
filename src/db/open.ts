// Chooses the engine.
import { join } from 'node:path'
import type { Database } from './database.ts'
import { OpenError } from './errors.ts'
import { openSqlite } from './sqlite.ts'

export interface DatabaseSettings {
  /** None: one SQLite file in `dataDir`. */
  databaseUrl: string | null
  dataDir: string
}

/** Opens the shop's database as the configuration says. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (settings.databaseUrl !== null) {
    throw new OpenError(
      'DATABASE_URL: only the built-in SQLite database is supported for now. Leave it empty.',
    )
  }
  return openSqlite({ file: join(settings.dataDir, 'hemline.db') })
}
