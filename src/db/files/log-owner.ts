// Ownership of the write-ahead log. SQLite replays whatever log lies beside a file: after a power cut, the log of the
// old file over a copy put in its place would undo or damage the copy. So each start gives the file a new number
// (`PRAGMA user_version`), and `hemline.db-owner` beside it lists the numbers that the log fits.
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { OpenError } from '../errors.ts'
import type { Connection } from '../sqlite/connection.ts'
import { isSqlite } from '../sqlite/errors.ts'
import { readHeader } from './header.ts'

/** The number of a copy: no log fits it. */
export const COPY_NUMBER = 0

const logOf = (file: string) => `${file}-wal`
const ownerOf = (file: string) => `${file}-owner`

/** True if a non-empty log lies beside the file: it is in use, or its last process crashed. */
export function hasLog(file: string): boolean {
  return (statSync(logOf(file), { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** True if the log was written for another file; false if unknown. */
export function hasForeignLog(file: string): boolean {
  if (!existsSync(file) || !hasLog(file)) return false
  const header = readHeader(file)
  const owners = readOwners(file)
  if (header === undefined || header === 'empty' || owners.length === 0) return false
  return !owners.includes(header.userVersion)
}

/** @throws OpenError if the log was written for another file; nothing is changed */
export function refuseForeignLog(file: string): void {
  if (!hasForeignLog(file)) return
  throw new OpenError(
    `${file} was replaced by a copy, and ${logOf(file)} beside it belongs to the file that was there` +
      ' before: opened together, they would undo or damage the copy. To go on with the copy:' +
      ` npm run restore -- ${file}`,
  )
}

/**
 * Ties the log to the file at a start, before `connection` hands its checkpoints over. Safe against crashes and other
 * processes: the list always contains the file's number, because both change inside a write transaction.
 * @param before `numberInFile`, read before this process opened the file
 */
export function claimLog(connection: Connection, file: string, before: number): void {
  try {
    // No older copy can exist: the number it was created with is as good as a new one.
    if (before !== COPY_NUMBER && !existsSync(ownerOf(file))) listNumbers(connection, file, before)
    else renumber(connection, file, before)
  } catch (error) {
    // Another process writes for long: the listed numbers stay valid.
    if (!isSqlite(error, 'SQLITE_BUSY')) throw error
  }
}

/** The number in the file, those that other processes listed, and the one that a checkpoint will bring into the file. */
function listNumbers(connection: Connection, file: string, ...more: number[]): void {
  const list = () => writeOwners(file, [...readOwners(file), numberOf(connection), ...more])
  connection.transaction(list).immediate()
}

function renumber(connection: Connection, file: string, before: number): void {
  const next = createFileNumber()
  const change = connection.transaction(() => {
    listNumbers(connection, file, before, next)
    connection.pragma(`user_version = ${next}`)
  })
  change.immediate()
  // Once the number is in the file itself, older ones are dropped: from now on an older copy is another file.
  const [state] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (state?.busy !== 0) return
  const drop = connection.transaction(() => {
    if (numberOf(connection) === next) writeOwners(file, [next])
  })
  drop.immediate()
}

export const createFileNumber = () => randomInt(1, 2 ** 31 - 1)

const numberOf = (connection: Connection) =>
  Number(connection.pragma('user_version', { simple: true }))

/** Forgets the owner: for a file that replaces another. */
export function releaseLog(file: string): void {
  rmSync(ownerOf(file), { force: true })
}

/** The number in the file itself, without its log; not while this process has the file open (`readHeader`). */
export function numberInFile(file: string): number {
  if (!existsSync(file)) return COPY_NUMBER
  const header = readHeader(file)
  return header === undefined || header === 'empty' ? COPY_NUMBER : header.userVersion
}

function readOwners(file: string): number[] {
  if (!existsSync(ownerOf(file))) return []
  const numbers = readFileSync(ownerOf(file), 'utf8').match(/\d+/g) ?? []
  return numbers.map(Number)
}

function writeOwners(file: string, numbers: readonly number[]): void {
  const owner = ownerOf(file)
  const fresh = `${owner}.${process.pid}`
  // Without an owner file nothing is refused; a list with numbers missing would refuse a sound database.
  const flush = existsSync(owner)
  writeFileSync(fresh, `${[...new Set(numbers)].join(' ')}\n`, { mode: 0o600, flush })
  renameSync(fresh, owner)
}
