// Where uploads lie until their turn comes: in files, so that a slow sender holds up nobody and costs no memory.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** That of a shop with its data in `dataDir`. */
export const spoolIn = (dataDir: string) => new Spool(join(dataDir, 'uploads'))

/** Nobody sends for so long without a byte: what is left of a program that was killed. */
const LEFT_OVER_MS = 3_600_000

export interface Spooled {
  /** Of the file; not there any more when the work on it has ended. */
  path: string
  size: number
  sha256: Buffer
}

export class Spool {
  /** @param folder made when it is needed; several processes may share it */
  constructor(readonly folder: string) {}

  /** Writes what comes to a file, and removes it when `work` has ended, whatever comes of it. */
  async hold<Result>(
    bytes: AsyncIterable<Uint8Array>,
    work: (file: Spooled) => Promise<Result>,
  ): Promise<Result> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const path = join(this.folder, randomUUID())
    try {
      return await work(await written(path, bytes))
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Removes what a program left that could not do so itself. */
  async clear(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name)
      // Another process may have removed it meanwhile.
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
      if (now - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true })
    }
  }
}

async function written(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Spooled> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      hash.update(chunk)
      size += chunk.length
      await file.appendFile(chunk) // all of it: `write` may stop where the disk is full, and say nothing
    }
  } finally {
    await file.close()
  }
  return { path, size, sha256: hash.digest() }
}
