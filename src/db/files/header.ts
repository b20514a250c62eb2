// SQLite header parser: reads the first page as bytes, before SQLite opens the file. Offsets:
// https://www.sqlite.org/fileformat2.html#the_database_header
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { OpenError } from '../errors.ts'

const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const USER_VERSION_AT = 60

export interface Header {
  /** `PRAGMA user_version` of the file itself, without its write-ahead log. */
  userVersion: number
}

/**
 * `empty` for a file of no bytes, which SQLite takes as a new database; `undefined` if it is no SQLite file. Never while
 * this process has the database open: closing any descriptor of a file drops all locks of the process on it
 * (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_). Other
 * programs then take the database for closed, and delete its log.
 */
export function readHeader(file: string): Header | 'empty' | undefined {
  const bytes = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    const length = readSync(descriptor, bytes, 0, HEADER_BYTES, 0)
    if (length === 0) return 'empty'
    if (length < HEADER_BYTES || bytes.toString('latin1', 0, 16) !== MAGIC) return undefined
    return { userVersion: bytes.readInt32BE(USER_VERSION_AT) }
  } finally {
    closeSync(descriptor)
  }
}

/** @throws OpenError if `file` is missing, a folder, or no SQLite database */
export function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new OpenError(`There is no database at ${file}.`)
  if (found.isDirectory()) {
    throw new OpenError(`${file} is a folder: name the file in it, such as ${file}/hemline.db.`)
  }
  const header = readHeader(file)
  if (header === 'empty') throw new OpenError(`${file} is empty.`)
  if (header === undefined) throw new OpenError(`${file} is no database.`)
}
