// Online backup of a SQLite database into one file.
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { OpenError } from '../errors.ts'
import { storageReason } from '../sqlite/errors.ts'
import { fileReason, requireWritableFolder } from './errors.ts'
import { requireFile } from './header.ts'
import { COPY_NUMBER, refuseForeignLog } from './log-owner.ts'

/**
 * Writes a consistent copy that only its owner may read. Writers are not blocked, and later commits are not in it.
 * (`db.backup()` would start again at each write.) `to` is complete or absent at any moment.
 * @throws OpenError if there is no database, if its log belongs to another file, if `to` exists, or if the disk is full
 */
export function backUp(file: string, to: string): void {
  requireFile(file)
  refuseForeignLog(file)
  const folder = dirname(to)
  // Not created: a folder in place of an unplugged stick would be on this very disk.
  if (!existsSync(folder)) throw new OpenError(`There is no folder ${folder}.`)
  requireWritableFolder(folder)
  if (existsSync(to)) throw new OpenError(`${to} is there already; name a new file.`)
  const part = `${to}.part`
  try {
    rmSync(part, { force: true })
    copyInto(file, part)
    chmodSync(part, 0o600)
    renameSync(part, to)
  } catch (error) {
    if (error instanceof OpenError) throw error
    const reason =
      storageReason(error) ?? fileReason(error) ?? (error instanceof Error ? error.message : error)
    throw new OpenError(`${to} could not be written: ${reason}`, { cause: error })
  } finally {
    rmSync(part, { force: true })
  }
}

function copyInto(file: string, part: string): void {
  const from = new Database(file, { readonly: true })
  try {
    from.prepare('VACUUM INTO ?').run(part)
  } catch (error) {
    if (!/SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: string }).code))) throw error
    throw new OpenError(`${file} is damaged, so no copy of it was made. See \`npm run verify\`.`, {
      cause: error,
    })
  } finally {
    from.close()
  }
  const copy = new Database(part)
  try {
    // So that the log of the original is never taken for its own.
    copy.pragma(`user_version = ${COPY_NUMBER}`)
  } finally {
    copy.close()
  }
}
