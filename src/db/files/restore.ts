// Restore: puts a copy in the place of a shop's database. The previous one is kept beside it, with its write-ahead log.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { OpenError } from '../errors.ts'
import { readMigrations } from '../migrations/files.ts'
import { missingMigrations } from '../migrations/records.ts'
import { MIGRATIONS, readApplied } from '../migrations/run.ts'
import type { Connection } from '../sqlite/connection.ts'
import { requireWritableFolder } from './errors.ts'
import { requireFile } from './header.ts'
import { checkCompletely } from './integrity.ts'
import { COPY_NUMBER, hasForeignLog, hasLog, releaseLog } from './log-owner.ts'

export interface RestoreResult {
  /** Where the previous database is now; `null` if there was none. */
  before: string | null
}

/**
 * Checks `copy`, then replaces `file` atomically: at any moment, also after a power cut, `file` is the old database or
 * the whole copy. Neither is changed.
 * @param summary a query of one row about the copy's contents
 * @param say reports progress
 * @throws OpenError; nothing has changed then
 */
export function restore<Summary>(
  copy: string,
  file: string,
  summary: string,
  say: (what: string) => void,
): RestoreResult & Summary {
  requireFile(copy)
  const fresh = `${file}.restoring`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    requireWritableFolder(dirname(file))
    remove(fresh)
    say(`Copying ${copy}`)
    const mode = modeOf(file)
    copyWritable(copy, fresh, mode)
    if (hasLog(copy) && !hasForeignLog(copy)) copyWritable(`${copy}-wal`, `${fresh}-wal`, mode)
    say('Checking all of the copy')
    const held = summaryOf<Summary>(fresh, copy, summary)
    flush(fresh)
    const before = keepPrevious(file)
    renameSync(fresh, file)
    flush(dirname(file))
    return { ...held, before }
  } finally {
    remove(fresh)
  }
}

/** Reads the summary after the copy was checked and made ready: one file, without a log. */
function summaryOf<Summary>(fresh: string, copy: string, query: string): Summary {
  const connection = new SqliteDatabase(fresh)
  try {
    checkCompletely(connection, copy)
    const applied = readApplied(connection, copy)
    if (missingMigrations(applied, readMigrations(MIGRATIONS)).length > 0 && applied.length === 0) {
      throw new OpenError(`${copy} has no shop in it.`)
    }
    connection.pragma('journal_mode = DELETE')
    connection.pragma(`user_version = ${COPY_NUMBER}`)
    return connection.prepare(query).get() as Summary
  } finally {
    connection.close()
  }
}

function keepPrevious(file: string): string | null {
  if (!existsSync(file)) return null
  closeLog(file)
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const before = file.replace(/(\.db)?$/, `-before-restore-${moment}.db`)
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${before}-wal`)
  rmSync(`${file}-shm`, { force: true })
  releaseLog(file)
  try {
    // A second name for the file: the first is given up only when the copy takes it.
    linkSync(file, before)
  } catch {
    // Some file systems have no links.
    renameSync(file, before)
  }
  return before
}

/** Checkpoints the log, which also detects other users of the file; an unreadable file is left as it is. */
function closeLog(file: string): void {
  if (hasForeignLog(file)) return
  let connection: Connection | undefined
  try {
    connection = new SqliteDatabase(file, { timeout: 0 })
    connection.pragma('journal_mode = DELETE')
  } catch (error) {
    if (String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) {
      throw new OpenError(`${file} is open: stop Hemline, and restore then. Nothing was changed.`)
    }
  } finally {
    connection?.close()
  }
}

/** Keeps the present permissions; a new file is for its owner only. */
const modeOf = (file: string) => (existsSync(file) ? statSync(file).mode | 0o600 : 0o600)

/** A copy on a write-protected stick is itself read-only; the shop made from it must not be. */
function copyWritable(from: string, to: string, mode: number): void {
  copyFileSync(from, to)
  chmodSync(to, mode)
}

function remove(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}

function flush(path: string): void {
  // Windows has no fsync for folders.
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
