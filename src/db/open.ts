// Chooses the engine.
import { join } from 'node:path'
import type { Database } from './database.ts'
import { openSqlite } from './sqlite.ts'

export interface DatabaseSettings {
  /** None: one SQLite file in `dataDir`. */
  databaseUrl: string | null
  databaseReplicaUrl?: string | null
  databaseConnections?: number
  dataDir: string
}

/** Opens the shop's database as the configuration says. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (settings.databaseUrl !== null) {
    // Loaded only where it is used: most shops have one file, and start sooner without.
    const { openPostgres } = await import('./postgres/engine.ts')
    return openPostgres({
      url: settings.databaseUrl,
      replicaUrl: settings.databaseReplicaUrl ?? null,
      connections: settings.databaseConnections ?? 10,
    })
  }
  return openSqlite({ file: join(settings.dataDir, 'hemline.db') })
}
