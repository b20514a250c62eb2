// Input of an API key: what its schema cannot see is checked together with it, so that all mistakes are told at once.
import { readTogether } from '../../../lib/errors/input-problems.ts'
import { parseAddresses } from './addresses.ts'
import { parseExpiry } from './expiry.ts'

/**
 * @param read validates `typed` by its schema
 * @param timeZone of the shop
 * @throws Refusal `invalid_input`
 */
export function readKey<Input extends object>(
  read: () => Input,
  typed: unknown,
  timeZone: string,
): Input {
  const { expiresAt, addresses } = (typed ?? {}) as Record<string, unknown>
  const now = new Date().toISOString()
  return readTogether(read, [
    () => typeof expiresAt === 'string' && parseExpiry(expiresAt, timeZone, now),
    () => areTexts(addresses) && parseAddresses(addresses),
  ]) as Input
}

const areTexts = (values: unknown): values is string[] =>
  Array.isArray(values) && values.every((value) => typeof value === 'string')
