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
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = Array.isArray(values) && values.length === length
    if (fits && values.every((value) => typeof value === 'string' || Number.isSafeInteger(value))) {
      return values
    }
  } catch {}
  throw notOurs()
}

/**
 * The sort value and the id behind a cursor that `list` gave as `[list, value, id]`. A list that is sorted in another
 * way counts as another: its values would mean something else.
 * @throws Refusal `invalid_cursor`
 */
export function decodeKeyset<Kind extends 'string' | 'number'>(
  cursor: string,
  list: string,
  kind: Kind,
): [value: Kind extends 'string' ? string : number, id: number] {
  const [givenBy, value, id] = decodeCursor(cursor, 3)
  if (givenBy !== list || typeof value !== kind || typeof id !== 'number') throw notOurs()
  return [value as never, id]
}

const notOurs = () =>
  new Refusal(
    'unreadable',
    'invalid_cursor',
    'This cursor is not one that this list gave. Start without a cursor.',
  )

/**
 * LIMIT one more than asked, to see whether more follows; OFFSET only for shallow paging.
 * @throws Refusal `invalid_parameter` for a page and a cursor at once
 */
export function limitOf(request: PageRequest): Sql {
  refuseBoth(request)
  const { limit, page } = request
  const offset = page && page > 1 ? sql` OFFSET ${(page - 1) * limit}` : empty
  return sql`LIMIT ${limit + 1}${offset}`
}

/** @throws Refusal `invalid_parameter` */
export function refuseBoth({ page, cursor }: Pick<PageRequest, 'page' | 'cursor'>): void {
  if (page === undefined || cursor === undefined) return
  const detail = 'Give either page or cursor, not both.'
  const errors = [{ pointer: '/page', code: 'conflict', detail }]
  throw new Refusal('unreadable', 'invalid_parameter', detail, { errors })
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
