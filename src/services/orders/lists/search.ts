// The SQL of order search: by number, by customer, by item name.

import type { Reader } from '../../../db/database.ts'
import { join, rowCount, type Sql, sql } from '../../../db/sql.ts'
import { isAmongIdsContaining } from '../../../db/text-search.ts'
import { VersionedCache } from '../../../db/versioned-cache.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { foldText, foldWords, likePattern } from '../../../lib/text/normalize.ts'
import {
  customerMatches,
  findPossibleCustomers,
  indexedTexts,
  matchesCustomer,
  mayMatchCustomer,
  type SearchedFields,
  wordStart,
} from '../../people/customers/search.ts'
import { asPart, isLong, isPart } from '../../shared/search/terms.ts'
import { JOIN_IN_ORDER, withoutIndex } from './plans.ts'
import { type OrderAlias, orderAlias } from './status-sql.ts'

/** From this number of matches on, scanning the newest orders is cheaper than collecting and sorting all. */
export const MANY = 2_000
/** From this number of customers on, checking each order's customer is cheaper than collecting the customers. */
const MANY_CUSTOMERS = 4_000

interface MatchQueries {
  customers: Sql
  /** Query of item names; null for a text so short that most names would match. */
  items: Sql | null
  number: number | null
}

export interface SearchStrategy {
  /** So many matches that scanning the newest orders is cheaper. */
  many: boolean
  /** Also so many customers that each is checked individually. */
  manyCustomers: boolean
  /** Whether any item name matches; otherwise the items of orders need no check. */
  items: boolean
  /** The fields of customers that count; all of them by default. */
  customerFields?: SearchedFields
}

export const UNKNOWN: SearchStrategy = { many: false, manyCustomers: false, items: true }

/** Whether an order matches. Takes the alias of orders. */
export function orderMatches(alias: OrderAlias, search: string, strategy = UNKNOWN): Sql {
  const o = orderAlias(alias)
  const queries = matchQueries(search, strategy)
  if (!strategy.many) return sql`${o}.id IN (${join(idsOf(queries), ' UNION ')})`
  return matchesEach(
    o,
    queries,
    strategy.manyCustomers
      ? matchesOneCustomer(o, search, strategy)
      : matchesCandidate(o, search, strategy),
  )
}

/** The ways to match, each with an index of its own. Takes the alias of orders. */
export function searchBranches(alias: OrderAlias, search: string, strategy = UNKNOWN): Sql[] {
  if (strategy.many) return [orderMatches(alias, search, strategy)]
  const o = orderAlias(alias)
  const { customers, items, number } = matchQueries(search, strategy)
  const branches = [sql`${o}.customer_id IN (${customers})`]
  if (items) branches.push(sql`${o}.id IN (${ordersOf(items)})`)
  if (number !== null) branches.push(sql`${o}.number = ${number}`)
  return branches
}

/** The search strategy, cached until the next commit; undefined without a search. */
export function searchStrategy(db: Reader, search?: string): Awaitable<SearchStrategy | undefined> {
  const text = search?.trim()
  return text ? strategyCache.get(db, text, () => estimateSearch(db, text)) : undefined
}

const strategyCache = new VersionedCache<SearchStrategy>()

async function estimateSearch(db: Reader, search: string): Promise<SearchStrategy> {
  const queries = matchQueries(search)
  const [, ...otherQueries] = idsOf(queries)
  // Joined in this order, so that the LIMIT ends the query before all customers are read.
  const byCustomer = sql`
    SELECT m.id
    FROM (${findPossibleCustomers(search)}) AS c
    ${JOIN_IN_ORDER} customers
    ${JOIN_IN_ORDER} orders m
    WHERE customers.id = c.id AND ${matchesCustomer(search)} AND m.customer_id = c.id`
  const row = await db.get<{ orders: number; items: number }>(sql`
    SELECT (SELECT count(*) FROM (${join([byCustomer, ...otherQueries], ' UNION ALL ')} LIMIT ${rowCount(MANY)}) AS f)
             AS orders,
           (SELECT count(*) FROM (${queries.items ?? NOTHING} LIMIT 1) AS named) AS items`)
  const { orders = 0, items = 0 } = row ?? {}
  const many = orders >= MANY
  return { many, manyCustomers: many && (await hasManyCustomers(db, search)), items: items > 0 }
}

async function hasManyCustomers(db: Reader, search: string): Promise<boolean> {
  const row = await db.get<{ customers: number }>(sql`
    SELECT count(*) AS customers
    FROM (${findPossibleCustomers(search)} LIMIT ${rowCount(MANY_CUSTOMERS)}) AS people`)
  return (row?.customers ?? 0) >= MANY_CUSTOMERS
}

const NOTHING = sql`SELECT 1 WHERE 1 = 0`

/** A scalar subquery, since SQLite turns EXISTS into a join and reads all customers for it. */
const matchesOneCustomer = (o: Sql, search: string, { customerFields }: SearchStrategy) => sql`(
  SELECT ${matchesCustomer(search, customerFields)} FROM customers WHERE customers.id = ${o}.customer_id)`

/** Candidates come from the full-text index without reading customers; each is then verified. */
const matchesCandidate = (o: Sql, search: string, strategy: SearchStrategy) =>
  sql`(${mayMatchCustomer(withoutIndex(sql`${o}.customer_id`), search)} AND ${matchesOneCustomer(o, search, strategy)})`

function matchQueries(search: string, strategy = UNKNOWN): MatchQueries {
  const number = /^#?(\d{1,15})$/.exec(foldText(search))?.[1]
  const words = foldWords(search)
  const indexed = indexedTexts(words)
  return {
    customers: sql`SELECT id FROM customers WHERE ${customerMatches(search, strategy.customerFields)}`,
    items:
      indexed.length === 0 || !strategy.items
        ? null
        : sql`SELECT name FROM item_names
              WHERE ${isAmongIdsContaining(sql`id`, sql`item_name_search`, [indexed])} AND ${join(words.map(isInItem), ' AND ')}`,
    number: number ? Number(number) : null,
  }
}

/** Like the index of item names: names added by a trigger are not folded yet. */
const ITEM = sql`coalesce(folded, lower(name))`

function isInItem(word: string): Sql {
  if (isPart(word)) return sql`${ITEM} LIKE ${likePattern(asPart(word))}`
  if (!isLong(word)) return sql`' ' || ${ITEM} LIKE ${wordStart(word)} ESCAPE '\\'`
  return sql`${ITEM} LIKE ${likePattern(word)} ESCAPE '\\'`
}

const ordersOf = (items: Sql) =>
  sql`SELECT i.order_id FROM order_items i WHERE i.item_name IN (${items})`

function idsOf({ customers, items, number }: MatchQueries): Sql[] {
  const parts = [sql`SELECT m.id FROM orders m WHERE m.customer_id IN (${customers})`]
  if (items) parts.push(ordersOf(items))
  if (number !== null) parts.push(sql`SELECT n.id FROM orders n WHERE n.number = ${number}`)
  return parts
}

/** Without an index on the number and on the text, SQLite cannot fall back to collecting matches. */
function matchesEach(o: Sql, { items, number }: MatchQueries, isOne: Sql): Sql {
  const parts = [isOne]
  if (number !== null) parts.push(sql`${withoutIndex(sql`${o}.number`)} = ${number}`)
  if (items) {
    // count(*), since PostgreSQL would scan all items to answer EXISTS.
    parts.push(sql`(
      SELECT count(*)
      FROM order_items i
      WHERE i.order_id = ${o}.id AND (i.item_name || '') IN (${items})) > 0`)
  }
  return sql`(${join(parts, ' OR ')})`
}
