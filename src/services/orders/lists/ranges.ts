// Index ranges of orders as SQL: each range reads one part of an index in list order; merged with UNION ALL they give a
// page at a cost independent of the number of orders.
import { concat, perEngine, Sql, sql, where } from '../../../db/sql.ts'
import { memoize } from '../../../lib/cache/memoize.ts'
import type { Condition } from './filter.ts'
import { indexedBy } from './plans.ts'
import { deadlineOf } from './status-sql.ts'

/** Sort keys, as in the names of the indexes. */
export type Key = 'creation' | 'due' | 'total' | 'number'

export const KEYS: Record<Key, Sql> = {
  creation: sql`o.date_of_creation`,
  due: deadlineOf('o'),
  total: sql`o.total_amount`,
  number: sql`o.number`,
}

export interface Source {
  index: string
  key: Key
  ranges: Range[]
  rest: Condition[]
}

/** One index range: the orders of one kind, between two key values. */
export interface Range {
  from: Sql
  kind: Sql
  span: readonly Sql[]
}

/** The index name forces SQLite to use that index. */
export const startOf = memoize((index: string): Start => {
  const [name = '', condition] = [index.split(' ', 1)[0], index.slice(index.indexOf(' ') + 1)]
  return { from: sql` FROM orders o ${indexedBy(name)} `, kind: new Sql([condition], []) }
})
export type Start = Pick<Range, 'from' | 'kind'>

interface First {
  descending: boolean
  rows: number
}

// SQLite merges sorted ranges by itself. PostgreSQL needs an ORDER BY and a LIMIT per range, else it reads and sorts
// all rows. The limit is a literal: it comes from the program and only varies with the page size.
const OPENING = perEngine({ sqlite: sql``, postgres: sql`(` })
const closing = memoize((first: string): Sql => {
  const [direction, rows] = first.split(' ')
  const order = `ORDER BY place ${direction}, id ${direction} LIMIT ${Number(rows)}`
  return perEngine({ sqlite: sql``, postgres: new Sql([` ${order})`], []) })
})

/** All rows of the ranges; sorted by `place`, the engine merges them instead of sorting. */
export function rowsOf(
  source: Source,
  columns: Sql,
  conditions: readonly Sql[] = [],
  first?: First,
): Sql {
  if (source.ranges.length === 0) return sql`SELECT ${columns} FROM orders o WHERE 1 = 0`
  const each = source.ranges.length > 1 ? first : undefined
  const parts: Sql[] = []
  for (const { from, kind, span } of source.ranges) {
    if (parts.length > 0) parts.push(UNION_ALL)
    if (each) parts.push(OPENING)
    parts.push(SELECT, columns, from, WHERE, kind)
    for (const condition of [...span, ...conditions]) parts.push(AND, condition)
    if (each) parts.push(closing(`${each.descending ? 'DESC' : 'ASC'} ${each.rows}`))
  }
  return concat(parts)
}

const SELECT = sql`SELECT `
const UNION_ALL = sql` UNION ALL `
const WHERE = sql`WHERE `
const AND = sql` AND `

export function onlyRange({ ranges, rest }: Source): Range | undefined {
  return ranges.length === 1 && rest.length === 0 ? ranges[0] : undefined
}

export const columnsRead = ({ rest }: Source, names: readonly string[]): Sql =>
  named([...new Set([...names, ...rest.flatMap(({ reads }) => reads)])].join())

const named = memoize((names: string): Sql => {
  const columns = names.split(',').map((name) => `o.${name}`)
  return new Sql([columns.join(', ')], [])
})

export const restOf = ({ rest }: Source): Sql => where(rest.map((condition) => condition.sql))
