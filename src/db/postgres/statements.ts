// Runs statements on one PostgreSQL connection: values typed as in JavaScript, numbers exact, texts prepared once.
import pg from 'pg'
import { MisuseError } from '../errors.ts'
import { postgresTextOf, type Sql, type Value } from '../sql.ts'
import { bindable, checkRange } from '../values.ts'
import { translation } from './errors.ts'

/** Texts vary with the filters of a list; each connection keeps what was prepared, so there is a bound. */
const MOST_PREPARED = 300

const { BOOL, INT8, NUMERIC, FLOAT8, JSON: JSON_TEXT } = pg.types.builtins
const INFERRED = 0

/** What a column's text becomes; a boolean is 0 or 1, as in SQLite. */
const PARSERS: Record<number, (text: string) => unknown> = {
  [BOOL]: (text) => (text === 't' ? 1 : 0),
  [INT8]: Number,
  [NUMERIC]: Number,
  [JSON_TEXT]: (text) => text,
}

type Typed = number[] & pg.CustomTypesConfig

const names = new Map<string, string>()

/** The part of a client that statements need. */
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
    throw translation(error)
  }
}

/**
 * A whole number is a bigint and another one a double, whatever stands around it, so that `SELECT ${5} / 2` is 2
 * on both engines. Text is left to the server to infer, as a literal is. The driver sends the list to the server
 * and asks the same object how to read what comes back.
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

/** A name for a text that came before. What is asked once is not worth keeping. */
function nameOf(text: string, types: readonly number[]): { name?: string } {
  const key = `${types.join()} ${text}`
  const name = names.get(key)
  if (name !== undefined) return { name }
  if (names.size < MOST_PREPARED) names.set(key, `hemline_${names.size}`)
  return {}
}

/** Refuses integers that a JavaScript number cannot hold exactly. */
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
