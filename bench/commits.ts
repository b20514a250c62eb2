// Commit counter read from outside: SQLite counts transactions in the index of its write-ahead log.
import { closeSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'
import { join } from 'node:path'

/** Offset in the header of the WAL index: rises with each transaction (https://sqlite.org/walformat.html). */
const CHANGES_AT = 8

export function commitsOf(dataDir: string): number {
  const bytes = Buffer.alloc(4)
  const file = openSync(join(dataDir, 'hemline.db-shm'), 'r')
  try {
    readSync(file, bytes, 0, 4, CHANGES_AT)
  } finally {
    closeSync(file)
  }
  return endianness() === 'LE' ? bytes.readUInt32LE() : bytes.readUInt32BE()
}
