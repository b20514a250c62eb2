// Texts of a person, now and before: they are looked for where no column says whose a text is.
import { list, sql } from '../../../db/sql.ts'
import type { Change } from '../../shared/change.ts'

const WHO = ['name', 'fullName', 'phoneNumber', 'email', 'address'] as const

interface Texts {
  name?: string | null
  fullName?: string | null
  phoneNumber?: string | null
  email?: string | null
  address?: string | null
}

interface Whose {
  records: readonly number[]
  accounts: readonly number[]
}

/** Names, phone numbers, e-mails and addresses of the records and accounts, with what they were before a change. */
export async function textsOf(change: Change, { records, accounts }: Whose): Promise<string[]> {
  const people = await change.all<Texts>(sql`
    SELECT name, phone_number AS "phoneNumber", email, address
    FROM customers
    WHERE id IN (${list(records)})`)
  const users =
    accounts.length === 0
      ? []
      : await change.all<Texts>(sql`
          SELECT full_name AS "fullName", phone_number AS "phoneNumber", email, address
          FROM users
          WHERE id IN (${list(accounts)})`)
  const now = [...people, ...users].flatMap((one) => WHO.map((field) => one[field]))
  const texts = [...now, ...(await formerTexts(change, records, accounts))]
  return [...new Set(texts)].filter(isTelling).sort((a, b) => b.length - a.length)
}

/** From the events of their records and accounts, before those are redacted. */
async function formerTexts(
  change: Change,
  records: readonly number[],
  accounts: readonly number[],
): Promise<unknown[]> {
  const ofAccounts =
    accounts.length > 0 ? sql`OR (v.entity = 'user' AND v.entity_id IN (${list(accounts)}))` : sql``
  const rows = await change.all<{ data: string }>(sql`
    SELECT v.data
    FROM events v
    WHERE (v.entity = 'customer' AND v.entity_id IN (${list(records)})) ${ofAccounts}`)
  return rows.flatMap(({ data }) => {
    const { fields, ...others } = JSON.parse(data)
    const facts = { ...others, ...fields }
    return WHO.flatMap((field) => {
      const value = facts[field]
      return typeof value === 'object' && value !== null ? [value.before, value.after] : [value]
    })
  })
}

/** Scripts that put no blank between words, and say a name in two characters. */
const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** Two letters of other scripts stand in too many words. */
const isTelling = (text: unknown): text is string =>
  typeof text === 'string' && text.trim().length > (WITHOUT_BLANKS.test(text) ? 1 : 2)

/** Takes the texts out of another text, where they stand as words of their own. */
export function scrubber(texts: readonly string[], instead: string): (text: string) => string {
  if (texts.length === 0) return (text) => text
  const any = new RegExp(texts.map(patternOf).join('|'), 'giu')
  return (text) => text.replace(any, instead)
}

function patternOf(text: string): string {
  const exact = text.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (WITHOUT_BLANKS.test(text)) return exact
  return `(?<![\\p{L}\\p{N}])${exact}(?![\\p{L}\\p{N}])`
}
