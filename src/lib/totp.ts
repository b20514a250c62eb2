// Time-based one-time codes (TOTP, RFC 6238): SHA-1, 6 digits, steps of 30 seconds, as authenticator apps expect.
import { createHmac, randomBytes } from 'node:crypto'
import { isSameSecret } from './secrets.ts'

const STEP_MS = 30_000
/** Steps by which the clock of a phone may be early or late (RFC 6238, section 5.2). */
const DRIFT = 1
/** The length of a SHA-1 hash (RFC 4226, section 4). */
const SECRET_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const createTotpSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** @param at in Unix milliseconds */
export const stepAt = (at: number): number => Math.floor(at / STEP_MS)

/** The code of a time step: HOTP (RFC 4226, section 5.3) with the step as counter. */
export function codeOfStep(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  const number = hash.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * @param usedUpTo the step of the last used code; this one and earlier ones are refused
 * @returns the step of the code, or undefined if it is wrong, too old or used
 */
export function stepOfCode(
  secret: Buffer,
  code: string,
  at: number,
  usedUpTo: number | null,
): number | undefined {
  const now = stepAt(at)
  for (let step = now - DRIFT; step <= now + DRIFT; step++) {
    const isUnused = usedUpTo === null || step > usedUpTo
    if (isUnused && isSameSecret(codeOfStep(secret, step), code)) return step
  }
  return undefined
}

/** RFC 4648, without padding: how authenticator apps take a secret. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

export function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The address in the QR code (Key Uri Format of Google Authenticator). @param secret in base32 */
export function otpauthUrl(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer.replaceAll(':', ' '))}:${encodeURIComponent(account)}`
  const name = encodeURIComponent(issuer)
  return `otpauth://totp/${label}?secret=${secret}&issuer=${name}&algorithm=SHA1&digits=6&period=30`
}
