// Request parameters from the shop's data: ids, links, cursors and search terms, spread over all orders.
import type { Database } from '../src/db/database.ts'
import { rowCount, type Sql, sql } from '../src/db/sql.ts'
import { deadlineOf, isOpen } from '../src/services/orders/lists/status-sql.ts'

export interface Place {
  id: number
  date: string
}

export interface Facts {
  orders: number
  ids: number[]
  tokens: string[]
  /** Cursors in the list of orders, newest first. */
  places: Place[]
  /** Cursors in the list of open orders by deadline. */
  openPlaces: { id: number; due: string }[]
  customers: number[]
  /** Search terms: names, digits of phone numbers, items, order numbers. */
  words: string[]
  names: string[]
  employees: number[]
  photo: { order: number; image: number }
  /** For sale, with the name that lists are sorted by. */
  products: { id: number; folded: string }[]
  /** With much in stock. */
  variants: number[]
}

const EACH = 200

export async function factsOf(db: Database): Promise<Facts> {
  const orders = await countOf(db, sql`orders`)
  const rows = await eachOf<{ id: number; token: string; date: string }>(spread(orders), (id) =>
    db.get(sql`
      SELECT id, tracking_token AS token, date_of_creation AS date FROM orders WHERE id = ${id}`),
  )
  const people = await eachOf<{ id: number; name: string; phone: string }>(
    spread(await countOf(db, sql`customers`)),
    (id) => db.get(sql`SELECT id, name, phone_digits AS phone FROM customers WHERE id = ${id}`),
  )
  const names = people.map(({ name }) => name)
  const phones = people.map(({ phone }) => phone.slice(-6)).filter(Boolean)
  const numbers = rows.map(({ id }) => `#${1000 + id}`)
  return {
    orders,
    ids: rows.map(({ id }) => id),
    tokens: rows.map(({ token }) => token),
    places: rows.map(({ id, date }) => ({ id, date })),
    openPlaces: await db.all(sql`
      SELECT o.id, ${deadlineOf('o')} AS due FROM orders o
      WHERE ${isOpen('o')} AND o.archived_at IS NULL
      ORDER BY ${deadlineOf('o')}, o.id LIMIT ${EACH}`),
    customers: people.map(({ id }) => id),
    names,
    words: mixed(names, phones, numbers, ITEMS),
    products: await db.all(sql`
      SELECT id, name_folded AS folded FROM products
      WHERE archived_at IS NULL AND kind <> 'material' ORDER BY id LIMIT ${rowCount(EACH)}`),
    variants: (
      await db.all<{ id: number }>(sql`
        SELECT id FROM variants WHERE sku_folded LIKE 'bench-%' ORDER BY id LIMIT ${rowCount(EACH)}`)
    ).map(({ id }) => id),
    employees: spread(await countOf(db, sql`employees`)),
    photo: (await db.get(sql`
      SELECT order_id AS "order", id AS image FROM order_images ORDER BY id LIMIT 1`)) ?? {
      order: 0,
      image: 0,
    },
  }
}

const countOf = async (db: Database, table: Sql): Promise<number> =>
  (await db.get<{ n: number }>(sql`SELECT count(*) AS n FROM ${table}`))?.n ?? 0

/** The results for existing ids. */
async function eachOf<Row>(ids: number[], find: (id: number) => Promise<Row | undefined>) {
  const rows: Row[] = []
  for (const id of ids) {
    const row = await find(id)
    if (row !== undefined) rows.push(row)
  }
  return rows
}

const ITEMS = ['gown', 'hem', 'zip', 'suit jacket', 'veil', 'trousers']

/** Integers from 1 to `most`, evenly spread, shuffled. */
function spread(most: number): number[] {
  const count = Math.min(EACH, most)
  const numbers = Array.from({ length: count }, (_, at) => 1 + Math.floor((at * most) / count))
  // Consecutive values are far apart, so that caches do not help.
  return numbers.map((_, at) => numbers[(at * 67) % count] as number)
}

/** One of each list in turn. */
const mixed = (...lists: string[][]): string[] =>
  Array.from({ length: 40 }, (_, at) => lists.map((list) => list[at % list.length] ?? '')).flat()
