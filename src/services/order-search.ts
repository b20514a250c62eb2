// What a search among orders means in SQL: by number, by the customer, by the name of an item.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { join, type Sql, sql } from '../db/sql.ts'
import { itemNamesWith, SHORTEST } from '../db/text-search.ts'
import { customerFits, customerMatches } from './customers.ts'
import { anyAccentPattern } from './text.ts'

/**
 * From so many orders on it is cheaper to go through the newest ones until a page is full than to gather all that
 * match and sort them.
 */
const MANY = 2_000
/** From so many customers on it is cheaper to look at the customer of each order than to gather the customers. */
const MANY_CUSTOMERS = 1_000

interface Found {
  /** Of customers: their ids. */
  customers: Sql
  /** Whether the customer of an order is one of them. */
  isOne: Sql
  /** Names of items; none for a text so short that it would be in most of them. */
  items: Sql | null
  number: number | null
}

/** What is known of a search before it is made. */
export interface SearchWay {
  /** It finds so many orders that looking at each of the newest is the shorter way. */
  many: boolean
  /** And it finds so many customers that they are looked at one by one, too. */
  manyCustomers: boolean
  /** Some item has such a name: else no order's items need to be looked at. */
  items: boolean
}

const UNKNOWN: SearchWay = { many: false, manyCustomers: false, items: true }

/** The condition of a search. The table alias of orders is `o`. */
export function orderMatches(search: string, way = UNKNOWN): Sql {
  const found = meant(search)
  if (!way.items) found.items = null
  if (way.manyCustomers) found.isOne = ofOne(search)
  return way.many ? oneByOne(found) : gathered(found)
}

/** The shorter way of a search; undefined where nothing is searched for. */
export function searchWay(db: Reader, search?: string): Awaitable<SearchWay | undefined> {
  const text = search?.trim()
  return text ? ways.get(db, text, () => lookAhead(db, meant(text))) : undefined
}

const ways = new Kept<SearchWay>()

async function lookAhead(db: Reader, found: Found): Promise<SearchWay> {
  const [, ...others] = idsOf(found)
  // Joined, so that it stops at the limit and need not know all customers.
  const theirs = sql`
    SELECT m.id FROM (${found.customers}) AS c JOIN orders m ON m.customer_id = c.id`
  const row = await db.get<{ orders: number; customers: number; items: number }>(sql`
    SELECT (SELECT count(*) FROM (${join([theirs, ...others], ' UNION ALL ')} LIMIT ${MANY}) AS f)
             AS orders,
           (SELECT count(*) FROM (${found.customers} LIMIT ${MANY_CUSTOMERS}) AS people) AS customers,
           (SELECT count(*) FROM (${found.items ?? NOTHING} LIMIT 1) AS named) AS items`)
  const { orders = 0, customers = 0, items = 0 } = row ?? {}
  return { many: orders >= MANY, manyCustomers: customers >= MANY_CUSTOMERS, items: items > 0 }
}

const NOTHING = sql`SELECT 1 WHERE 1 = 0`

const ofOne = (search: string) => sql`EXISTS (
  SELECT 1 FROM customers WHERE customers.id = o.customer_id AND ${customerFits(search)})`

function meant(search: string): Found {
  const number = /^#?(\d{1,15})$/.exec(search)?.[1]
  const pattern = anyAccentPattern(search)
  const isShort = [...search].length < SHORTEST
  const customers = sql`SELECT id FROM customers WHERE ${customerMatches(search)}`
  return {
    customers,
    isOne: sql`+o.customer_id IN (${customers})`,
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
function oneByOne({ isOne, items, number }: Found): Sql {
  const parts = [isOne]
  if (number !== null) parts.push(sql`+o.number = ${number}`)
  if (items) {
    parts.push(sql`EXISTS (
      SELECT 1 FROM order_items i WHERE i.order_id = o.id AND (i.item_name || '') IN (${items}))`)
  }
  return sql`(${join(parts, ' OR ')})`
}
