// Trigram text search: rows that may contain a text. It has false positives and no false negatives, so the caller's
// exact condition decides; without an index, or for a text too short, it matches all rows.
import { perEngine, type Sql, sql } from './sql.ts'

/** Shortest text that a trigram index can find. */
export const MIN_LENGTH = 3
/** More trigrams cost look-ups and hardly narrow the search. */
const MAX_TRIGRAMS = 6

/** Texts that must all occur, in any order. At least one needs the length of a trigram. */
export type AllOf = readonly string[]

/** Ids of rows that may contain one of several groups of texts. @param index SQLite's full-text table of `table` */
export function idsContaining(table: Sql, index: Sql, groups: readonly AllOf[]): Sql {
  const wanted = indexQuery(groups)
  if (wanted === null) return sql`SELECT id FROM ${table}`
  return perEngine({
    sqlite: sql`SELECT rowid AS id FROM ${index} WHERE ${index} MATCH ${wanted}`,
    postgres: sql`SELECT id FROM ${table} WHERE ${indexedByLike(wanted)}`,
  })
}

export function isAmongIdsContaining(id: Sql, index: Sql, groups: readonly AllOf[]): Sql {
  const wanted = indexQuery(groups)
  if (wanted === null) return sql`1 = 1`
  return perEngine({
    sqlite: sql`${id} IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ${wanted})`,
    postgres: indexedByLike(wanted),
  })
}

/** pg_trgm's index serves LIKE directly. */
const indexedByLike = (wanted: string): Sql => sql`CAST(${wanted} AS text) IS NOT NULL`

/** The index query; `null` if it would match all rows. */
function indexQuery(groups: readonly AllOf[]): string | null {
  const queries = groups.map(trigramQuery)
  return queries.length === 0 || queries.includes('') ? null : [...new Set(queries)].join(' OR ')
}

/** '("ami" AND "ina")': quoted, so that input is never query syntax. */
function trigramQuery(texts: AllOf): string {
  const pieces = [...new Set(texts.flatMap(trigrams))].slice(0, MAX_TRIGRAMS)
  const quoted = pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`)
  return quoted.length > 0 ? `(${quoted.join(' AND ')})` : ''
}

/** Adjacent, not overlapping: twice as fast, with hardly more false positives. */
function trigrams(text: string): string[] {
  const letters = [...text]
  const last = letters.length - MIN_LENGTH
  if (last < 0) return []
  const starts = letters.map((_, at) => at).filter((at) => at % MIN_LENGTH === 0 && at < last)
  return [...starts, last].map((at) => letters.slice(at, at + MIN_LENGTH).join(''))
}

/** Prefix match through an index on the column: a range up to the next possible text. */
export const beginsWith = (column: Sql, start: string): Sql =>
  sql`${column} >= ${start} AND ${column} < ${`${start}\u{10ffff}`}`
