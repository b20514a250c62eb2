// What a search among orders means in SQL: by number, by the customer, by the name of an item.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { join, type Sql, sql } from '../db/sql.ts'
import { itemNamesWith, SHORTEST } from '../db/text-search.ts'
import { customerMatches } from './customers.ts'
import { anyAccentPattern } from './text.ts'

/**
 * From so many orders on it is cheaper to go through the newest ones until a page is full than to gather all that
 * match and sort them.
 */
const MANY = 2_000

interface Found {
  /** Of customers: their ids. */
  customers: Sql
  /** Names of items; none for a text so short that it would be in most of them. */
  items: Sql | null
  number: number | null
}

/** The condition of a search. The table alias of orders is `o`. */
export function orderMatches(search: string, manyFound = false): Sql {
  return manyFound ? oneByOne(meant(search)) : gathered(meant(search))
}

/** Whether a search finds so many orders that looking at each is the shorter way. */
export const findsMany = (db: Reader, search: string): Awaitable<boolean> =>
  many.get(db, search, async () => {
    const parts = idsOf(meant(search))
    const row = await db.get<{ orders: number }>(sql`
      SELECT count(*) AS orders FROM (${join(parts, ' UNION ALL ')} LIMIT ${MANY}) AS found`)
    return (row?.orders ?? 0) >= MANY
  })

const many = new Kept<boolean>()

function meant(search: string): Found {
  const number = /^#?(\d{1,15})$/.exec(search)?.[1]
  const pattern = anyAccentPattern(search)
  const isShort = [...search].length < SHORTEST
  return {
    customers: sql`SELECT id FROM customers WHERE ${customerMatches(search)}`,
    items: isShort
      ? null
      : sql`SELECT name FROM item_names
            WHERE ${itemNamesWith(search)} AND lower(name) LIKE ${pattern} ESCAPE '\\'`,
    number: number ? Number(number) : null,
  }
}

function idsOf({ customers, items, number }: Found): Sql[] {
  const parts = [sql`SELECT m.id FROM orders m WHERE m.customer_id IN (${customers})`]
  if (items) parts.push(sql`SELECT i.order_id FROM order_items i WHERE i.item_name IN (${items})`)
  if (number !== null) parts.push(sql`SELECT n.id FROM orders n WHERE n.number = ${number}`)
  return parts
}

const gathered = (found: Found) => sql`o.id IN (${join(idsOf(found), ' UNION ')})`

/** A plus before a number, or nothing after a text, keeps SQLite from gathering after all. */
function oneByOne({ customers, items, number }: Found): Sql {
  const parts = [sql`+o.customer_id IN (${customers})`]
  if (number !== null) parts.push(sql`+o.number = ${number}`)
  if (items) {
    parts.push(sql`EXISTS (
      SELECT 1 FROM order_items i WHERE i.order_id = o.id AND (i.item_name || '') IN (${items}))`)
  }
  return sql`(${join(parts, ' OR ')})`
}
