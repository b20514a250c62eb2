// SQLite result codes: https://www.sqlite.org/rescode.html
import SqliteDatabase from 'better-sqlite3'

/** True for the primary result code, such as `SQLITE_BUSY`, and its extended codes. */
export function isSqlite(error: unknown, code: string): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith(code)
}

const STORAGE_REASONS: [code: string, reason: string][] = [
  ['SQLITE_FULL', 'The disk is full.'],
  ['SQLITE_READONLY', 'The database can be read, but not written.'],
  ['SQLITE_IOERR', 'The disk does not answer as it should.'],
  ['SQLITE_CANTOPEN', 'The files of the database cannot be opened.'],
  ['SQLITE_CORRUPT', 'The database is damaged. Restore a backup.'],
  ['SQLITE_NOTADB', 'The database is damaged. Restore a backup.'],
]

/** A problem of the disk or the file, as a sentence for the shop; `undefined` for any other error. */
export function storageReason(error: unknown): string | undefined {
  return STORAGE_REASONS.find(([code]) => isSqlite(error, code))?.[1]
}
