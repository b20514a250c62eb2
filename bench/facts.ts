// What a shop has to ask for: ids, links, cursors and words, spread over all of its orders.
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'

export interface Place {
  id: number
  date: string
}

export interface Facts {
  orders: number
  ids: number[]
  tokens: string[]
  /** Orders, newest first, from which a page of the list can go on. */
  places: Place[]
  /** Open orders by deadline, likewise. */
  openPlaces: { id: number; due: string }[]
  customers: number[]
  /** Words to search for: names, digits of phones, items, numbers. */
  words: string[]
  names: string[]
  employees: number[]
  photo: { order: number; image: number }
}

const EACH = 200

export function factsOf(dataDir: string): Facts {
  const db = new SqliteDatabase(join(dataDir, 'hemline.db'), { readonly: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

function read(db: Database): Facts {
  const orders = number(db, 'SELECT count(*) AS n FROM orders')
  const ids = spread(orders)
  const byId = db.prepare<[bigint], { id: number; token: string; date: string }>(`
    SELECT id, tracking_token AS token, date_of_creation AS date FROM orders WHERE id = ?`)
  const rows = ids.map((id) => byId.get(BigInt(id))).filter((row) => row !== undefined)
  const customers = spread(number(db, 'SELECT count(*) AS n FROM customers'))
  const people = db.prepare<[bigint], { name: string; phone: string }>(
    'SELECT name, phone_digits AS phone FROM customers WHERE id = ?',
  )
  const names = customers.map((id) => people.get(BigInt(id))?.name ?? '').filter(Boolean)
  const phones = customers.map((id) => people.get(BigInt(id))?.phone.slice(-6) ?? '')
  return {
    orders,
    ids: rows.map(({ id }) => id),
    tokens: rows.map(({ token }) => token),
    places: rows.map(({ id, date }) => ({ id, date })),
    openPlaces: db
      .prepare<[], { id: number; due: string }>(`
        SELECT id, coalesce(due_at, '9999') AS due FROM orders
        WHERE status IN ('pending', 'in_progress', 'ready') AND archived_at IS NULL
        ORDER BY due, id LIMIT ${EACH}`)
      .all(),
    customers,
    names,
    words: mixed(
      names,
      phones.filter(Boolean),
      rows.map(({ id }) => `#${1000 + id}`),
      ITEMS,
    ),
    employees: spread(number(db, 'SELECT count(*) AS n FROM employees')),
    photo: db
      .prepare<[], Facts['photo']>('SELECT order_id AS "order", id AS image FROM order_images')
      .get() ?? { order: 0, image: 0 },
  }
}

const ITEMS = ['gown', 'hem', 'zip', 'suit jacket', 'veil', 'trousers']

/** Whole numbers from 1 to `most`, evenly spread, in no order. */
function spread(most: number): number[] {
  const count = Math.min(EACH, most)
  const numbers = Array.from({ length: count }, (_, at) => 1 + Math.floor((at * most) / count))
  // Far from each other one after the other, so that no cache sees a neighbour.
  return numbers.map((_, at) => numbers[(at * 67) % count] as number)
}

/** One of each in turn. */
const mixed = (...lists: string[][]): string[] =>
  Array.from({ length: 40 }, (_, at) => lists.map((list) => list[at % list.length] ?? '')).flat()

const number = (db: Database, query: string) => db.prepare<[], { n: number }>(query).get()?.n ?? 0
