// Sentences with quantities: plain decimals for programs ('3.167'), those of the shop's locale for people ('3,167').
import { formatLocalNumber } from '../money/local-format.ts'
import { quantityOf } from '../quantity.ts'
import { Refusal } from './refusal.ts'

/** @param write writes a quantity, which is in thousandths */
export type QuantityWords = (write: (thousandths: number) => string) => string

/** A conflict (409) whose message holds quantities. */
export const quantityConflict = (
  code: string,
  words: QuantityWords,
  members: Record<string, unknown> = {},
): Refusal =>
  new Refusal('conflict', code, words(plain), { members, words: (locale) => words(within(locale)) })

const plain = (thousandths: number) => String(quantityOf(thousandths))

const within = (locale: string) => (thousandths: number) =>
  formatLocalNumber(plain(thousandths), locale)

/** The message for people of the locale. */
export const messageIn = (locale: string, { message, extras }: Refusal): string =>
  extras.words?.(locale) ?? message
