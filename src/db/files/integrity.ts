// Integrity checks of a SQLite file: a quick one at each start, a complete one for copies.
import { statSync } from 'node:fs'
import { OpenError } from '../errors.ts'
import type { Connection } from '../sqlite/connection.ts'

/** The engine's own check takes about 1 ms a MB (measured): 30 ms up to here. Of a larger file a part is checked. */
const CHECKED_WHOLE_BYTES = 32_000_000

/**
 * Of a large file it reads the beginning of each table; `npm run verify` reads everything.
 * @throws OpenError if the file is damaged
 */
export function checkAtStart(connection: Connection, file: string): void {
  const isSmall = statSync(file).size <= CHECKED_WHOLE_BYTES
  sayDamage(file, () => (isSmall ? quickCheck(connection) : firstRows(connection)))
}

/** Reads the whole file: pages, indexes and constraints. */
export function checkCompletely(connection: Connection, file: string): void {
  sayDamage(file, () => connection.pragma('integrity_check(1)', { simple: true }))
}

const quickCheck = (connection: Connection) => connection.pragma('quick_check(1)', { simple: true })

function firstRows(connection: Connection): string {
  const tables = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck()
  for (const name of tables.all() as string[]) {
    connection.prepare(`SELECT * FROM "${name}" LIMIT 1`).get()
  }
  return 'ok'
}

function sayDamage(file: string, check: () => unknown): void {
  let found: unknown
  try {
    found = check()
  } catch (error) {
    found = error instanceof Error ? error.message : error
  }
  if (found !== 'ok') throw new OpenError(damaged(file, String(found)))
}

/** @param found SQLite's own message */
const damaged = (file: string, found: string) =>
  `${file} is damaged: ${found.replaceAll('\n', ' ')}. Go back to a copy with` +
  ' `npm run restore -- FILE`; the damaged file is kept beside it.'
