// Keyset pages: a cursor is the sort values of the last row, so that page 1,000 costs what page 1 costs.
import { empty, type Sql, sql, type Value } from '../db/sql.ts'
import { Refusal } from './refusal.ts'

export interface PageRequest {
  limit: number
  cursor?: string
  page?: number
}

export interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** Encodes the values of a page's last row. */
export const encodeCursor = (values: readonly Value[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** @throws Refusal `invalid_cursor` for what is not a cursor of this list */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = Array.isArray(values) && values.length === length
    if (
      fits &&
      values.every((value) => value === null || ['string', 'number'].includes(typeof value))
    ) {
      return values
    }
  } catch {}
  throw new Refusal(
    'unreadable',
    'invalid_cursor',
    'This cursor is not one that this list gave. Start without a cursor.',
  )
}

/** LIMIT one more than asked, to see whether more follows; OFFSET only for shallow paging. */
export function limitOf({ limit, page }: PageRequest): Sql {
  const offset = page && page > 1 ? sql` OFFSET ${(page - 1) * limit}` : empty
  return sql`LIMIT ${limit + 1}${offset}`
}

/** Splits what `limitOf` brought into the page and the cursor of the next. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  values: (row: Row) => readonly Value[],
): Page<Row> {
  const more = rows.length > limit
  const shown = more ? rows.slice(0, limit) : rows
  const last = shown.at(-1)
  return { rows: shown, nextCursor: more && last ? encodeCursor(values(last)) : null }
}
