// Chooses the engine of each end of a move by what its address begins with.
import { OpenError } from '../errors.ts'
import type { Side, Target } from './side.ts'
import { openSqliteSource } from './sqlite-source.ts'
import { openSqliteTarget } from './sqlite-target.ts'

/** Opens a database to read all of it. `address` is `sqlite:FILE` or `postgres://...`. Throws an OpenError. */
export async function openSource(address: string): Promise<Side> {
  const file = fileOf(address)
  if (file !== undefined) return openSqliteSource(file)
  return (await import('./postgres-source.ts')).openPostgresSource(address)
}

/** Opens an empty database, or a new file, to write all of it. Throws an OpenError. */
export async function openTarget(address: string): Promise<Target> {
  const file = fileOf(address)
  if (file !== undefined) return openSqliteTarget(file)
  return (await import('./postgres-target.ts')).openPostgresTarget(address)
}

/** The file of a SQLite database, or undefined for a PostgreSQL server. */
function fileOf(address: string): string | undefined {
  if (/^postgres(ql)?:\/\/\S+$/.test(address)) return undefined
  const file = /^sqlite:(.+)$/.exec(address)?.[1]
  if (file !== undefined) return file
  throw new OpenError(
    `"${address}" is no database: write sqlite:FILE, such as sqlite:./data/hemline.db, or postgres://...`,
  )
}
