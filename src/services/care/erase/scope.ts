// What an erasure covers, and the name that is left.
export const ERASED_NAME = 'Erased customer'

/** Everything that is erased together. */
export interface Erased {
  /** The customer, and the records that were merged into them. */
  records: readonly number[]
  orders: readonly number[]
  accounts: readonly number[]
  /** Texts to look for where no column tells whose they are: names, phone numbers, e-mails. */
  texts: readonly string[]
}
