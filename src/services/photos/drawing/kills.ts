// Files during which the drawing process was killed. The first kill is blamed on memory, and the sender may retry; the
// second on the file.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Source } from './index.ts'

/** Long enough for a retry, short enough to forget a time of low memory. */
const REMEMBERED_MS = 3_600_000
const MOST = 200

/** Time of the kill (Unix milliseconds) by the SHA-256 of the file. */
const kills = new Map<string, number>()

/** @returns whether the process was killed by the same file before */
export async function isSecondKill(source: Source, now = Date.now()): Promise<boolean> {
  const key = await hashOf(source)
  const last = kills.get(key) ?? Number.NEGATIVE_INFINITY
  // Reinserted, so that the first entry of the map is the oldest.
  kills.delete(key)
  kills.set(key, now)
  const [oldest] = kills.keys()
  if (kills.size > MOST && oldest !== undefined) kills.delete(oldest)
  return now - last < REMEMBERED_MS
}

async function hashOf(source: Source): Promise<string> {
  const hash = createHash('sha256')
  if (typeof source === 'string') await pipeline(createReadStream(source), hash)
  else hash.update(source)
  return hash.digest('base64url')
}
