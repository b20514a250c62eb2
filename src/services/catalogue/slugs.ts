// Slugs: names in addresses, unique within a table.
import type { Reader } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { foldText, likePattern } from '../../lib/text/normalize.ts'

const MOST_LETTERS = 80

/** 'Müller’s Gown, red' -> 'mullers-gown-red'. Letters of every script stay. */
export function slugOf(name: string, otherwise: string): string {
  const words = foldText(name)
    .replaceAll("'", '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
  const letters = [...words].slice(0, MOST_LETTERS).join('')
  return letters.replace(/^-+|-+$/g, '') || otherwise
}

/** 'evening-gown-2' is one, 'Evening gown' is not. */
export const isSlug = (text: string): boolean =>
  foldText(text) === text && /^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u.test(text)

/**
 * The slug of a name, with a number if another row has it.
 * @param table has the columns `id` and `slug`
 * @param id of the row that gets it, 0 for a new one
 */
export async function freeSlug(db: Reader, table: Sql, slug: string, id = 0): Promise<string> {
  const start = likePattern(slug).slice(1)
  const rows = await db.all<{ slug: string }>(sql`
    SELECT slug FROM ${table} WHERE slug LIKE ${start} ESCAPE '\\' AND id <> ${id}`)
  const taken = new Set(rows.map((row) => row.slug))
  let free = slug
  for (let number = 2; taken.has(free); number += 1) free = `${slug}-${number}`
  return free
}
