// Rows that may contain a text, by an index of its letters. It finds too much and never too little, so that the
// condition beside it decides; an engine without such an index, or a text too short for it, finds everything.
import { perEngine, type Sql, sql } from './sql.ts'

/** A trigram index knows nothing shorter. */
export const SHORTEST = 3
/** So many pieces of three letters narrow a search enough; each costs a look-up. */
const MOST_PIECES = 6

/** The ids of customers whose folded name, e-mail or digits of the phone may contain one of the texts. */
export function customersWith(texts: readonly string[]): Sql {
  const wanted = wantedOf(texts)
  if (wanted === null) return sql`SELECT id FROM customers`
  return perEngine({
    sqlite: sql`SELECT rowid AS id FROM customer_search WHERE customer_search MATCH ${wanted}`,
    postgres: sql`SELECT id FROM customers WHERE ${byItself(wanted)}`,
  })
}

/** Whether an id is that of one of them. */
export const isCustomerWith = (id: Sql, texts: readonly string[]): Sql =>
  isWith(id, sql`customer_search`, texts)

/** Names of items that may contain the text; letters beyond a to z count for any. Their id is `id`. */
export function itemNamesWith(text: string): Sql {
  const pieces = text.normalize('NFC').split(/[^\x20-\x7e]/u)
  const longest = pieces.toSorted((a, b) => b.length - a.length)[0] ?? ''
  return isWith(sql`id`, sql`item_name_search`, [longest])
}

function isWith(id: Sql, index: Sql, texts: readonly string[]): Sql {
  const wanted = wantedOf(texts)
  if (wanted === null) return sql`1 = 1`
  return perEngine({
    sqlite: sql`${id} IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ${wanted})`,
    postgres: byItself(wanted),
  })
}

/** The index of pg_trgm is used by LIKE itself. */
const byItself = (wanted: string): Sql => sql`CAST(${wanted} AS text) IS NOT NULL`

/** What is asked of an index; null where it could only find everything. */
function wantedOf(texts: readonly string[]): string | null {
  if (texts.length === 0 || texts.some((text) => [...text].length < SHORTEST)) return null
  return [...new Set(texts)].map(piecesOf).join(' OR ')
}

/**
 * '("ami" AND "ina")': quoted, so that nothing anybody types is a word of the query language. Side by side and not
 * overlapping: twice as fast, and hardly anything more is found.
 */
function piecesOf(text: string): string {
  const letters = [...text]
  const last = letters.length - SHORTEST
  const starts = letters.map((_, at) => at).filter((at) => at % SHORTEST === 0 && at < last)
  const pieces = [...starts, last].map((at) => letters.slice(at, at + SHORTEST).join(''))
  const chosen = [...new Set(pieces)].slice(0, MOST_PIECES)
  return `(${chosen.map((piece) => `"${piece.replaceAll('"', '""')}"`).join(' AND ')})`
}

/** Text that begins with another, through an index on the column: every text is below its own next one. */
export const beginsWith = (column: Sql, start: string): Sql =>
  sql`${column} >= ${start} AND ${column} < ${`${start}\u{10ffff}`}`
