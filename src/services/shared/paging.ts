// Keyset pagination: a cursor holds the sort values of the last row, so that page 1,000 costs what page 1 costs.
import { empty, rowCount, type Sql, sql, type Value } from '../../db/sql.ts'
import { Refusal } from '../../lib/errors/refusal.ts'

export interface PageRequest {
  limit: number
  cursor?: string
  page?: number
}

export interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
  /** The page is not full although more rows may follow: the limit of rows to examine was reached. */
  isCut?: boolean
}

export const encodeCursor = (values: readonly Value[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** @throws Refusal `invalid_cursor` for a cursor of another list */
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
 * The sort value and the id of a cursor `[list, value, id]`. `list` includes the sort order, since a value only has a
 * meaning with its order.
 * @throws Refusal `invalid_cursor`
 */
export function decodeKeyset(
  cursor: string,
  list: string,
  kind: 'string',
): [value: string, id: number]
export function decodeKeyset(
  cursor: string,
  list: string,
  kind: 'number',
): [value: number, id: number]
export function decodeKeyset(
  cursor: string,
  list: string,
  kind: 'string' | 'number',
): [value: string | number, id: number]
export function decodeKeyset(cursor: string, list: string, kind: 'string' | 'number') {
  const [givenBy, value, id] = decodeCursor(cursor, 3)
  if (givenBy !== list || typeof value !== kind || typeof id !== 'number') throw notOurs()
  return [value, id]
}

/**
 * The sort values of a cursor `[list, ...values]`, checked for their kinds.
 * @throws Refusal `invalid_cursor`
 */
export function decodeSorted(
  cursor: string,
  list: string,
  kinds: readonly ('string' | 'number')[],
): (string | number)[] {
  const [givenBy, ...values] = decodeCursor(cursor, kinds.length + 1)
  const fits = values.every((value, at) => typeof value === kinds[at])
  if (givenBy !== list || !fits) throw notOurs()
  return values
}

/**
 * The id of a cursor `[list, owner, id]` over the parts of one entity.
 * @param owner the id of the entity: a cursor of another one is refused
 * @throws Refusal `invalid_cursor`
 */
export function decodePart(cursor: string, list: string, owner: number): number {
  const [of, id] = decodeKeyset(cursor, list, 'number')
  if (of !== owner) throw notOurs()
  return id
}

const notOurs = () =>
  new Refusal(
    'unreadable',
    'invalid_cursor',
    'This cursor is not one that this list gave. Start without a cursor.',
  )

/** LIMIT one row more than asked, to see whether more follow; OFFSET only for numbered pages. */
export function limitOf(request: PageRequest): Sql {
  const offset = offsetOf(request)
  return sql`LIMIT ${rowCount(request.limit + 1)}${offset > 0 ? sql` OFFSET ${rowCount(offset)}` : empty}`
}

export const offsetOf = ({ page = 1, limit }: PageRequest): number => (page - 1) * limit

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
