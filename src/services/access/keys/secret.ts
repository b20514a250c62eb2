// Secrets of API keys. The prefix lets secret scanners find a key that was published by mistake.
import { createSecret, hashSecret } from '../../../lib/secrets.ts'

const PREFIX = 'hml_'
/** Characters of a key that lists show: 48 of its 256 random bits. */
const SHOWN = PREFIX.length + 8

export interface NewSecret {
  /** For whoever made it, once. */
  key: string
  prefix: string
  hash: string
}

export function createKeySecret(): NewSecret {
  const key = `${PREFIX}${createSecret()}`
  return { key, prefix: key.slice(0, SHOWN), hash: hashSecret(key) }
}

/** Whether a bearer token is meant as an API key; an access token never begins so. */
export const isApiKey = (token: string): boolean => token.startsWith(PREFIX)

/** False for what cannot be a key, without a look into the database. */
export const isWellFormed = (key: string): boolean => /^hml_[\w-]{43}$/.test(key)
