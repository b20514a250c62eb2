// Project folder, and location of a measured shop.
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Its folder and, on PostgreSQL, its database. */
export interface Home {
  dataDir: string
  databaseUrl: string | null
}
