// Tables to copy between databases, in the order of their references.

import type { Reader } from '../database.ts'
import { OpenError } from '../errors.ts'
import { Sql, sql } from '../sql.ts'
import { quoteIdentifier, type Source, type Table, type TableKinds } from './endpoints.ts'

/** State of one database that does not move. */
const MACHINERY = ['schema_migrations', 'write_turns']

/**
 * Tables after those they refer to, and those without references first: then the names of items exist before the items,
 * whose trigger would add them.
 */
export async function tablesToCopy(
  source: Source,
  target: Source,
  kinds: TableKinds,
): Promise<Table[]> {
  const [from, to] = [await listTables(source, kinds), await listTables(target, kinds)]
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

export async function listTables(side: Source, { derived }: TableKinds): Promise<Table[]> {
  const all = await side.tables()
  return all.filter(({ name }) => ![...MACHINERY, ...derived].includes(name))
}

const shapeOf = (tables: readonly Table[]) =>
  tables
    .map(({ name, columns, key }) => `${name} ${[...columns].sort()} ${key}`)
    .sort()
    .join('\n')

/** @throws OpenError if a table has rows */
export async function requireEmpty(target: Source, kinds: TableKinds): Promise<void> {
  for (const { name } of await listTables(target, kinds)) {
    if (kinds.seeded.includes(name) || (await countRows(target, name)) === 0) continue
    throw new OpenError(
      `${target.place} is not empty: it has rows in ${name}. Nothing was changed; name an empty database.`,
    )
  }
}

export async function countRows(db: Reader, table: string): Promise<number> {
  const name = new Sql([quoteIdentifier(table)], [])
  const row = await db.get<{ rows: number }>(sql`SELECT count(*) AS rows FROM ${name}`)
  return row?.rows ?? 0
}
