// The picture of an account: a small square, re-encoded like every photo.
import { createHash } from 'node:crypto'
import type { Source } from './drawing/index.ts'
import { redraw } from './prepare.ts'

export const AVATAR_TYPE = 'image/webp'

export interface PreparedAvatar {
  bytes: Buffer
  /** Of `bytes`, in hex. */
  sha256: string
  /** The bytes are in the object store already and not written to the database. */
  inStore?: true
}

/** Decodes and re-encodes an upload. Refusals as in `preparePhoto`. */
export async function prepareAvatar(source: Source): Promise<PreparedAvatar> {
  const { bytes } = await redraw('avatar', source)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
