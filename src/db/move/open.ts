// Opens both ends of a move: the address chooses the engine.
import { OpenError } from '../errors.ts'
import type { Source, TableKinds, Target } from './endpoints.ts'
import { openSqliteSource } from './sqlite-source.ts'
import { openSqliteTarget } from './sqlite-target.ts'

/** @param address `sqlite:FILE` or `postgres://...` @throws OpenError */
export async function openSource(address: string): Promise<Source> {
  const file = fileOf(address)
  if (file !== undefined) return openSqliteSource(file)
  return (await import('./postgres-source.ts')).openPostgresSource(address)
}

/** Opens an empty database or a new file for writing. @throws OpenError */
export async function openTarget(address: string, kinds: TableKinds): Promise<Target> {
  const file = fileOf(address)
  if (file !== undefined) return openSqliteTarget(file, kinds)
  return (await import('./postgres-target.ts')).openPostgresTarget(address, kinds)
}

function fileOf(address: string): string | undefined {
  if (/^postgres(ql)?:\/\/\S+$/.test(address)) return undefined
  const file = /^sqlite:(.+)$/.exec(address)?.[1]
  if (file !== undefined) return file
  throw new OpenError(
    `"${address}" is no database: write sqlite:FILE, such as sqlite:./data/hemline.db, or postgres://...`,
  )
}
