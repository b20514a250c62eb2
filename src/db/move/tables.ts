// Which tables are carried from one database to another, and in which order.

import type { Reader } from '../database.ts'
import { OpenError } from '../errors.ts'
import { Sql, sql } from '../sql.ts'
import { quoted, type Side, type Table } from './side.ts'

/** What a database knows of itself. */
const MACHINERY = ['schema_migrations', 'write_turns']

/** Triggers make it from the rows that are carried, on each engine in its own way. */
const KEPT_BY_TRIGGERS = ['order_sums', 'order_sum_changes']

/** Has rows in a new database; those of the source take their place. */
export const SEEDED = ['counters']

/**
 * The tables to carry, each after those it points to. Those that point to nothing come first: so the names of items
 * are there before the items, whose trigger then has nothing to add.
 */
export async function tablesToCarry(source: Side, target: Side): Promise<Table[]> {
  const [from, to] = [await carried(source), await carried(target)]
  const left = new Map(from.map((table) => [table.name, table]))
  if (shapeOf(from) !== shapeOf(to)) {
    throw new OpenError(`${source.place} and ${target.place} do not have the same tables.`)
  }
  const ordered: Table[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ refersTo }) => !refersTo.some((t) => left.has(t)))
    if (ready.length === 0) throw new Error('The tables point to each other in a circle')
    ordered.push(...ready)
    for (const { name } of ready) left.delete(name)
  }
  return ordered
}

export async function carried(side: Side): Promise<Table[]> {
  const all = await side.tables()
  return all.filter(({ name }) => ![...MACHINERY, ...KEPT_BY_TRIGGERS].includes(name))
}

const shapeOf = (tables: readonly Table[]) =>
  tables
    .map(({ name, columns, key }) => `${name} ${[...columns].sort()} ${key}`)
    .sort()
    .join('\n')

/** @throws OpenError when a table has rows already */
export async function refuseFilled(target: Side): Promise<void> {
  for (const { name } of await carried(target)) {
    if (SEEDED.includes(name) || (await countRows(target, name)) === 0) continue
    throw new OpenError(
      `${target.place} is not empty: it has rows in ${name}. Nothing was changed; name an empty database.`,
    )
  }
}

export async function countRows(db: Reader, table: string): Promise<number> {
  const name = new Sql([quoted(table)], [])
  const row = await db.get<{ rows: number }>(sql`SELECT count(*) AS rows FROM ${name}`)
  return row?.rows ?? 0
}
