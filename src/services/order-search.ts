// What a search among orders means in SQL: by number, by the customer, by the name of an item.
import type { Awaitable } from '../db/awaitable.ts'
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { join, type Sql, sql } from '../db/sql.ts'
import { itemNamesWith, SHORTEST } from '../db/text-search.ts'
import {
  customerFits,
  customerMatches,
  customerMayFit,
  customersWhoMayFit,
} from './customer-search.ts'
import { anyAccentPattern } from './text.ts'

/**
 * From so many orders on it is cheaper to go through the newest ones until a page is full than to gather all that
 * match and sort them.
 */
const MANY = 2_000
/** From so many customers on it is cheaper to look at the customer of each order than to gather the customers. */
const MANY_CUSTOMERS = 4_000

interface Found {
  /** Of customers: their ids. */
  customers: Sql
  /** Names of items; none for a text so short that it would be in most of them. */
  items: Sql | null
  number: number | null
}

/** What is known of a search before it is made. */
export interface SearchWay {
  /** It finds so many orders that looking at each of the newest is the shorter way. */
  many: boolean
  /** And it may find so many customers that they are looked at one by one, too. */
  manyCustomers: boolean
  /** Some item has such a name: else no order's items need to be looked at. */
  items: boolean
}

const UNKNOWN: SearchWay = { many: false, manyCustomers: false, items: true }

/** The condition of a search. The table alias of orders is `o`. */
export function orderMatches(search: string, way = UNKNOWN): Sql {
  const found = meant(search, way)
  if (!way.many) return sql`o.id IN (${join(idsOf(found), ' UNION ')})`
  return oneByOne(found, way.manyCustomers ? ofOne(search) : ofCandidate(search))
}

/** The same as conditions of which one is enough, each with an index of its own to start from. */
export function searchBranches(search: string, way = UNKNOWN): Sql[] {
  if (way.many) return [orderMatches(search, way)]
  const { customers, items, number } = meant(search, way)
  const branches = [sql`o.customer_id IN (${customers})`]
  if (items) branches.push(sql`o.id IN (${ordersOf(items)})`)
  if (number !== null) branches.push(sql`o.number = ${number}`)
  return branches
}

/** The shorter way of a search; undefined where nothing is searched for. */
export function searchWay(db: Reader, search?: string): Awaitable<SearchWay | undefined> {
  const text = search?.trim()
  return text ? ways.get(db, text, () => lookAhead(db, text)) : undefined
}

const ways = new Kept<SearchWay>()

async function lookAhead(db: Reader, search: string): Promise<SearchWay> {
  const found = meant(search)
  const [, ...others] = idsOf(found)
  // Joined in this order, so that it stops at the limit and need not know all customers.
  const theirs = sql`
    SELECT m.id
    FROM (${customersWhoMayFit(search)}) AS c
    CROSS JOIN customers
    CROSS JOIN orders m
    WHERE customers.id = c.id AND ${customerFits(search)} AND m.customer_id = c.id`
  const row = await db.get<{ orders: number; items: number }>(sql`
    SELECT (SELECT count(*) FROM (${join([theirs, ...others], ' UNION ALL ')} LIMIT ${MANY}) AS f)
             AS orders,
           (SELECT count(*) FROM (${found.items ?? NOTHING} LIMIT 1) AS named) AS items`)
  const { orders = 0, items = 0 } = row ?? {}
  const many = orders >= MANY
  return { many, manyCustomers: many && (await hasManyCustomers(db, search)), items: items > 0 }
}

async function hasManyCustomers(db: Reader, search: string): Promise<boolean> {
  const row = await db.get<{ customers: number }>(sql`
    SELECT count(*) AS customers
    FROM (${customersWhoMayFit(search)} LIMIT ${MANY_CUSTOMERS}) AS people`)
  return (row?.customers ?? 0) >= MANY_CUSTOMERS
}

const NOTHING = sql`SELECT 1 WHERE 1 = 0`

/** A value and not an EXISTS: of that SQLite makes a join, and reads all customers to prepare it. */
const ofOne = (search: string) => sql`(
  SELECT ${customerFits(search)} FROM customers WHERE customers.id = o.customer_id)`

/** Candidates are gathered without looking at them; who is one is looked at. */
const ofCandidate = (search: string) =>
  sql`(${customerMayFit(sql`+o.customer_id`, search)} AND ${ofOne(search)})`

function meant(search: string, way = UNKNOWN): Found {
  const number = /^#?(\d{1,15})$/.exec(search)?.[1]
  const pattern = anyAccentPattern(search)
  const isShort = [...search].length < SHORTEST
  return {
    customers: sql`SELECT id FROM customers WHERE ${customerMatches(search)}`,
    items:
      isShort || !way.items
        ? null
        : sql`SELECT name FROM item_names
              WHERE ${itemNamesWith(search)} AND lower(name) LIKE ${pattern} ESCAPE '\\'`,
    number: number ? Number(number) : null,
  }
}

const ordersOf = (items: Sql) =>
  sql`SELECT i.order_id FROM order_items i WHERE i.item_name IN (${items})`

function idsOf({ customers, items, number }: Found): Sql[] {
  const parts = [sql`SELECT m.id FROM orders m WHERE m.customer_id IN (${customers})`]
  if (items) parts.push(ordersOf(items))
  if (number !== null) parts.push(sql`SELECT n.id FROM orders n WHERE n.number = ${number}`)
  return parts
}

/** A plus before a number, or nothing after a text, keeps SQLite from gathering after all. */
function oneByOne({ items, number }: Found, isOne: Sql): Sql {
  const parts = [isOne]
  if (number !== null) parts.push(sql`+o.number = ${number}`)
  if (items) {
    // Counted, because PostgreSQL would look through all items there are for the answer of an EXISTS.
    parts.push(sql`(
      SELECT count(*)
      FROM order_items i
      WHERE i.order_id = o.id AND (i.item_name || '') IN (${items})) > 0`)
  }
  return sql`(${join(parts, ' OR ')})`
}
