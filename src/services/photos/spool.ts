// Upload spool: temporary files hold uploads until they are processed, so that slow senders cost no memory.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const createSpool = (dataDir: string) => new Spool(join(dataDir, 'uploads'))

/** No upload pauses this long: older files were left by a killed process. */
const LEFT_OVER_MS = 3_600_000

export interface SpooledFile {
  /** Deleted when the work on it has ended. */
  path: string
  size: number
  sha256: Buffer
}

export class Spool {
  /** @param folder created on first use; processes may share it */
  constructor(readonly folder: string) {}

  /** Writes a stream to a file, runs `work`, and always removes the file. */
  async hold<Result>(
    bytes: AsyncIterable<Uint8Array>,
    work: (file: SpooledFile) => Promise<Result>,
  ): Promise<Result> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const path = join(this.folder, randomUUID())
    try {
      return await work(await written(path, bytes))
    } finally {
      await rm(path, { force: true })
    }
  }

  async clear(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name)
      // Another process may have removed it.
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
      if (now - mtimeMs > LEFT_OVER_MS) await rm(path, { force: true })
    }
  }
}

async function written(path: string, bytes: AsyncIterable<Uint8Array>): Promise<SpooledFile> {
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
