// Statements on one PostgreSQL connection: typed parameters, exact numbers, prepared once for each text.
import pg from 'pg'
import { MisuseError } from '../errors.ts'
import { postgresTextOf, type Sql, type Value } from '../sql.ts'
import { bindable, checkRange } from '../values.ts'
import { translateError } from './errors.ts'

/** Texts vary with the filters of a list, and each connection keeps its prepared statements. */
const MAX_PREPARED = 300

const { BOOL, INT8, NUMERIC, FLOAT8, JSON: JSON_TEXT } = pg.types.builtins
const INFERRED = 0

/** Column parsers; a boolean is 0 or 1, as in SQLite. */
const PARSERS: Record<number, (text: string) => unknown> = {
  [BOOL]: (text) => (text === 't' ? 1 : 0),
  [INT8]: Number,
  [NUMERIC]: Number,
  [JSON_TEXT]: (text) => text,
}

type Typed = number[] & pg.CustomTypesConfig

const names = new Map<string, string>()

export type Queryable = Pick<pg.ClientBase, 'query'>

export async function runOn(client: Queryable, query: Sql): Promise<pg.QueryResult> {
  const values = query.values.map(bindable)
  const types = typesOf(values)
  const text = postgresTextOf(query)
  try {
    const result = await client.query({ text, types, values, ...nameOf(text, types) })
    checkRows(result)
    return result
  } catch (error) {
    throw translateError(error)
  }
}

/**
 * Integers are bigint and other numbers double, so that `SELECT ${5} / 2` is 2 on both engines. The type of text is
 * left to the server, as for a literal. The driver sends the list to the server, and asks the same object how to parse
 * results.
 */
function typesOf(values: readonly Value[]): Typed {
  const oids = values.map((value) => {
    if (typeof value === 'bigint') return INT8
    return typeof value === 'number' ? FLOAT8 : INFERRED
  })
  return Object.assign(oids, { getTypeParser }) as Typed
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return PARSERS[oid] ?? pg.types.getTypeParser(oid, format)
}

/** Names a text that is used again: a single use is not worth preparing. */
function nameOf(text: string, types: readonly number[]): { name?: string } {
  const key = `${types.join()} ${text}`
  const name = names.get(key)
  if (name !== undefined) return { name }
  if (names.size < MAX_PREPARED) names.set(key, `hemline_${names.size}`)
  return {}
}

/** Refuses integers beyond 2^53. */
function checkRows({ rows, fields }: pg.QueryResult): void {
  const integers = fields
    .filter(({ dataTypeID }) => dataTypeID === INT8 || dataTypeID === NUMERIC)
    .map(({ name }) => name)
  if (integers.length === 0) return
  for (const row of rows) checkRange(row, integers)
}

/** A COMMIT that the server answers with ROLLBACK has saved nothing. */
export async function commit(client: Queryable): Promise<void> {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT') throw new MisuseError('The transaction had failed before its commit')
}
