// What an erasure covers, and what is left in its place.
export const ERASED_NAME = 'Erased customer'

/** Instead of a text about the person. */
export const ERASED = 'Erased'

/** Everything that is erased together. */
export interface Erased {
  /** The customer, and the records that were merged into them. */
  records: readonly number[]
  orders: readonly number[]
  accounts: readonly number[]
  /** Names, phone numbers, e-mails and addresses, now and before; longest first. */
  texts: readonly string[]
}

/** Values of one statement: below the most that SQLite takes. */
const PART = 500

export function* partsOf(ids: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < ids.length; start += PART) yield ids.slice(start, start + PART)
}
