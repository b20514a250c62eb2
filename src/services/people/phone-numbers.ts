// Normalization of phone numbers: in an English shop '07700 900555' and '+44 7700 900555' are one number.
import type { Reader } from '../../db/database.ts'
import { type Dialling, findDialling } from '../../lib/text/calling-codes.ts'
import { phoneDigits } from '../../lib/text/normalize.ts'
import { findSettings } from '../shop/settings/read.ts'

export interface Phones {
  /** Equal for all spellings of one number. */
  identityOf: (phoneNumber: string) => string
  spellingsOf: (phoneNumber: string) => string[]
}

export async function phonesOf(db: Reader): Promise<Phones> {
  const { locale } = await findSettings(db)
  const home = findDialling(locale)
  const identityOf = (phoneNumber: string) => phoneIdentity(phoneDigits(phoneNumber), home)
  const spellingsOf = (phoneNumber: string) => [
    ...new Set([phoneDigits(phoneNumber), ...phoneSpellings(identityOf(phoneNumber), home)]),
  ]
  return { identityOf, spellingsOf }
}

/** @param number its digits only @param home dialling plan of the shop's country */
export function phoneIdentity(number: string, home: Dialling | undefined): string {
  if (!home) return number
  const { code, trunk, length } = home
  // Toll-free numbers in Russia begin with an 8, too.
  const isLong = trunk !== '8' || number.length > length
  if (number.startsWith(trunk || '0') && isLong) return code + number.slice(trunk.length)
  return number.length === length ? code + number : number
}

export function phoneSpellings(identity: string, home: Dialling | undefined): string[] {
  if (!home?.code || !identity.startsWith(home.code)) return [identity]
  const rest = identity.slice(home.code.length)
  return [...new Set([identity, home.trunk + rest, ...(rest.length === home.length ? [rest] : [])])]
}
