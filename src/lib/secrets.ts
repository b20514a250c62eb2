// Random secrets and their hashes: clients hold the secret, the database only the hash.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, safe in a cookie and in a URL. */
export const createSecret = (): string => randomBytes(32).toString('base64url')

/** A plain hash is enough: 256 random bits cannot be guessed. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')

/** Constant-time comparison. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(
    createHash('sha256').update(one).digest(),
    createHash('sha256').update(other).digest(),
  )
