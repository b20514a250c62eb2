// Opens the shop's database: SQLite, or PostgreSQL with DATABASE_URL.
import { join } from 'node:path'
import type { Database } from './database.ts'
import { openSqlite } from './sqlite/engine.ts'

export interface DatabaseSettings {
  /** `null` for one SQLite file in `dataDir`. */
  databaseUrl: string | null
  databaseReplicaUrl?: string | null
  databaseConnections?: number
  dataDir: string
}

export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (settings.databaseUrl !== null) {
    // Loaded only when used: most shops run on SQLite, and start faster without it.
    const { openPostgres } = await import('./postgres/engine.ts')
    return openPostgres({
      url: settings.databaseUrl,
      replicaUrl: settings.databaseReplicaUrl ?? null,
      connections: settings.databaseConnections ?? 10,
    })
  }
  return openSqlite({ file: join(settings.dataDir, 'hemline.db') })
}
