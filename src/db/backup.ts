// A copy of the whole shop in one file, taken while the shop is open.
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { OpenError } from './errors.ts'

/**
 * Writes a consistent copy of a database to a new file. Writers are not held up, and what they commit after the
 * start is not in it. (`db.backup()` would start again whenever somebody writes.)
 * @throws OpenError when there is no database, or something is at `to` already
 */
export function backUp(file: string, to: string): void {
  if (!existsSync(file)) throw new OpenError(`There is no database at ${file}.`)
  if (existsSync(to)) throw new OpenError(`${to} is there already; name a new file.`)
  const db = new Database(file, { readonly: true })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}
