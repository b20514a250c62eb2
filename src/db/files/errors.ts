// File system errors as messages for whoever runs the shop.
import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { OpenError } from '../errors.ts'

const NOT_ALLOWED =
  'the account that runs this command has no right to. Use the account that Hemline runs as, or give it the right.'

const REASONS: ReadonlyMap<string | undefined, string> = new Map([
  ['EACCES', NOT_ALLOWED],
  ['EPERM', NOT_ALLOWED],
  ['EROFS', 'its disk can only be read.'],
  ['ENOSPC', 'the disk is full.'],
  ['EDQUOT', 'the disk is full for this account.'],
  ['ENOENT', 'it is not there.'],
  ['ENOTDIR', 'a part of its path is no folder.'],
  ['EISDIR', 'it is a folder.'],
])

/** Calls that need write access to the folder, not to the file. */
const OF_FOLDERS = new Set(['rename', 'link', 'unlink', 'rm', 'rmdir'])
const READING = new Set(['stat', 'lstat', 'read', 'scandir', 'access'])

export function fileReason(error: unknown): string | undefined {
  const { code, path, syscall = '' } = error as NodeJS.ErrnoException
  const reason = REASONS.get(code)
  if (reason === undefined || path === undefined) return undefined
  if (syscall === 'mkdir') return `The folder ${path} cannot be made: ${reason}`
  if (OF_FOLDERS.has(syscall)) return `The folder ${dirname(path)} cannot be written: ${reason}`
  const verb = READING.has(syscall) ? 'read' : syscall === 'open' ? 'opened' : 'written'
  return `${path} cannot be ${verb}: ${reason}`
}

/** @throws OpenError if no file can be created in the folder */
export function requireWritableFolder(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = REASONS.get((error as NodeJS.ErrnoException).code)
    if (reason === undefined) throw error
    throw new OpenError(`The folder ${folder} cannot be written: ${reason}`, { cause: error })
  }
}
