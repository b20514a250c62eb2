// What a search among customers means in SQL: by any part of the name, the phone number or the e-mail address.
import { type Sql, sql } from '../db/sql.ts'
import { beginsWith, customersWith, isCustomerWith, SHORTEST } from '../db/text-search.ts'
import { digits, folded, likePattern } from './text.ts'

/** The condition of a search, also for orders, which are found by their customer. */
export const customerMatches = (search: string): Sql => {
  const { texts, condition } = meant(search)
  return texts ? sql`(${isCustomerWith(ID, texts)} AND (${condition}))` : condition
}

/** The same condition for customers who are at hand, one by one, where no index of letters is to be asked. */
export const customerFits = (search: string): Sql => sql`(${meant(search).condition})`

/** Whether a search may find the customer with this id: as the indexes tell it, without looking at any customer. */
export const customerMayFit = (id: Sql, search: string): Sql => {
  const { texts, condition } = meant(search)
  return texts
    ? isCustomerWith(id, texts)
    : sql`${id} IN (SELECT id FROM customers WHERE ${condition})`
}

/** The ids of all whom a search may find. */
export const customersWhoMayFit = (search: string): Sql => {
  const { texts, condition } = meant(search)
  return texts ? customersWith(texts) : sql`SELECT id FROM customers WHERE ${condition}`
}

const ID = sql`id`

interface Meant {
  /** One of them is in what is found; null where letters do not help. */
  texts: string[] | null
  condition: Sql
}

function meant(search: string): Meant {
  const text = folded(search)
  const phone = digits(search)
  // One digit would match everybody.
  const isPhone = phone.length >= 2 && /^[\d\s()+./-]+$/.test(search)
  if (Math.min([...text].length, isPhone ? phone.length : SHORTEST) < SHORTEST) {
    return { texts: null, condition: begins(text, isPhone ? phone : '') }
  }
  const pattern = likePattern(text)
  const byText = sql`name_folded LIKE ${pattern} ESCAPE '\\' OR lower(email) LIKE ${pattern} ESCAPE '\\'`
  if (!isPhone) return { texts: [text], condition: byText }
  const numbers = [phone, subscriber(phone)]
  const [typed, whole] = numbers.map((number) => `%${number}%`) as [string, string]
  const byPhone = sql`phone_digits LIKE ${typed} OR phone_digits LIKE ${whole}`
  return { texts: [text, ...numbers], condition: sql`${byText} OR ${byPhone}` }
}

/** One or two letters are in most names somewhere: they count at the beginning only. */
function begins(text: string, phone: string): Sql {
  const byName = beginsWith(sql`name_folded`, text)
  return phone ? sql`(${byName} OR ${beginsWith(sql`phone_digits`, phone)})` : sql`(${byName})`
}

/** '020 7946...' and '0044 20 7946...' are '+44 20 7946...' too: without the zeros in front of a whole number. */
const subscriber = (phone: string) => (phone.length >= 7 ? phone.replace(/^0+/, '') : phone)
