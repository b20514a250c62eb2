// The SQL of customer search: words of the name or the e-mail address, or a phone number.
import { join, type Sql, sql } from '../../../db/sql.ts'
import {
  type AllOf,
  beginsWith,
  idsContaining,
  isAmongIdsContaining,
  MIN_LENGTH,
} from '../../../db/text-search.ts'
import { likePattern, phoneDigits } from '../../../lib/text/normalize.ts'
import {
  asPart,
  isLong,
  isPart,
  type PhoneSpelling,
  searchTerms,
} from '../../shared/search/terms.ts'

/** Without the e-mail address, for whoever does not see it: a hidden value could be guessed letter by letter. */
export interface SearchedFields {
  email: boolean
}

const ALL: SearchedFields = { email: true }

export const customerMatches = (search: string, fields = ALL): Sql => {
  const { groups, condition } = parseSearch(search, fields)
  return groups ? sql`(${isAmongIdsContaining(ID, INDEX, groups)} AND (${condition}))` : condition
}

/** The same condition for customers already selected, without a full-text index. */
export const matchesCustomer = (search: string, fields = ALL): Sql =>
  sql`(${parseSearch(search, fields).condition})`

/** Whether the full-text indexes contain this customer id for the search, without reading the customer. */
export const mayMatchCustomer = (id: Sql, search: string): Sql => {
  const { groups, condition } = parseSearch(search)
  return groups
    ? isAmongIdsContaining(id, INDEX, groups)
    : sql`${id} IN (SELECT id FROM customers WHERE ${condition})`
}

export const findPossibleCustomers = (search: string): Sql => {
  const { groups, condition } = parseSearch(search)
  return groups
    ? idsContaining(sql`customers`, INDEX, groups)
    : sql`SELECT id FROM customers WHERE ${condition}`
}

const ID = sql`id`
const INDEX = sql`customer_search`

interface SearchConditions {
  /** A match contains one of these groups of texts; null if a trigram index can't help. */
  groups: AllOf[] | null
  condition: Sql
}

function parseSearch(search: string, fields = ALL): SearchConditions {
  const { words, phones } = searchTerms(search)
  if (words.length === 0) return { groups: null, condition: sql`1 = 1` }
  const byWords = join(
    words.map((word) => hasWord(word, fields)),
    ' AND ',
  )
  const indexed = indexedTexts(words)
  if (phones.length === 0) {
    return indexed.length > 0
      ? { groups: [indexed], condition: byWords }
      : { groups: null, condition: sql`(${anyWordBeginsName(words)} AND ${byWords})` }
  }
  const short = phones.filter((phone) => phone.digits.length < MIN_LENGTH)
  if (short.length > 0 || indexed.length === 0) {
    const byPhone = phones.map((phone) => beginsWith(sql`phone_digits`, phone.digits))
    return {
      groups: null,
      condition: sql`(${anyWordBeginsName(words)} OR ${join(byPhone, ' OR ')})`,
    }
  }
  const byPhone = join(phones.map(hasPhone), ' OR ')
  return {
    groups: [indexed, ...phones.map((phone) => [phone.digits])],
    condition: sql`(${byWords}) OR ${byPhone}`,
  }
}

/** Texts that a trigram index can find: a single Chinese letter, but not a single English one. */
export const indexedTexts = (words: readonly string[]): string[] =>
  words.flatMap((word) => (isLong(word) ? [word] : isPart(word) ? [asPart(word)] : []))

function hasWord(word: string, { email }: SearchedFields): Sql {
  if (isPart(word)) return sql`name_parts LIKE ${likePattern(asPart(word))}`
  const pattern = likePattern(word)
  if (!isLong(word)) return sql`' ' || name_folded LIKE ${wordStart(word)} ESCAPE '\\'`
  const number = phoneDigits(word)
  const byPhone = isLong(number) && /^\d+$/.test(word)
  return sql`(name_folded LIKE ${pattern} ESCAPE '\\'
    ${email ? sql`OR lower(email) LIKE ${pattern} ESCAPE '\\'` : sql``}
    ${byPhone ? sql`OR phone_digits LIKE ${`%${number}%`}` : sql``})`
}

/** One or two letters occur in most names, so they match at the beginning of a word only. */
export const wordStart = (word: string): string => likePattern(` ${word}`)

const hasPhone = ({ digits, first }: PhoneSpelling): Sql =>
  sql`phone_digits LIKE ${first ? `${digits}%` : `%${digits}%`}`

/** Without a longer word, one of them must begin the name. */
const anyWordBeginsName = (words: readonly string[]): Sql =>
  sql`(${join(
    words.map((word) => beginsWith(sql`name_folded`, word)),
    ' OR ',
  )})`
