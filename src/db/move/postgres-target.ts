// PostgreSQL as the target of a move: everything in one transaction.
import type pg from 'pg'
import { OpenError } from '../errors.ts'
import { migratePostgres } from '../postgres/migrations.ts'
import { serverName } from '../postgres/pool.ts'
import { commit } from '../postgres/statements.ts'
import {
  quoteIdentifier,
  quoteIdentifiers,
  type Table,
  type TableKinds,
  type Target,
} from './endpoints.ts'
import { columnsOf } from './postgres-cells.ts'
import { connectWithoutTimeout, readerOf } from './postgres-source.ts'
import { listTables, requireEmpty } from './tables.ts'

/** Creates missing tables. @throws OpenError if they have rows */
export async function openPostgresTarget(url: string, kinds: TableKinds): Promise<Target> {
  await migratePostgres(url)
  const client = await connectWithoutTimeout(url)
  const target = targetOn(client, url)
  try {
    await client.query('BEGIN')
    // Nobody else writes until the end; they may still read that it is empty.
    for (const { name } of await listTables(target, kinds)) await lock(client, name, target.place)
    await requireEmpty(target, kinds)
    for (const name of kinds.seeded) await client.query(`DELETE FROM ${quoteIdentifier(name)}`)
    return target
  } catch (error) {
    await client.end()
    throw error
  }
}

function targetOn(client: pg.Client, url: string): Target {
  const inserts = new Map<string, string>()
  const reads = readerOf(client)
  return {
    place: serverName(url),
    ...reads,
    getNow: reads.get,
    insert: async (table, rows) => {
      const text = inserts.get(table.name) ?? (await insertOf(client, table))
      inserts.set(table.name, text)
      await client.query({ text, values: columnsOf(rows, table.columns.length) })
    },
    continueAfter: ({ name }, id) => continueAfter(client, name, id),
    settle: async () => void (await client.query('ANALYZE')),
    finish: () => commit(client),
    // What was not committed is gone with the connection.
    close: () => client.end(),
  }
}

async function lock(client: pg.Client, table: string, place: string): Promise<void> {
  try {
    await client.query(`LOCK TABLE ${quoteIdentifier(table)} IN EXCLUSIVE MODE`)
  } catch (error) {
    throw new OpenError(`${place} is in use: stop what writes there, or another move into it.`, {
      cause: error,
    })
  }
}

async function insertOf(client: pg.Client, { name, columns }: Table): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`,
    [quoteIdentifier(name)],
  )
  const types = new Map(rows.map((column) => [column.name, column.type]))
  const arrays = columns.map((column, at) => `$${at + 1}::${types.get(column)}[]`)
  return `INSERT INTO ${quoteIdentifier(name)} (${quoteIdentifiers(columns)}) SELECT * FROM unnest(${arrays})`
}

/** Sets the identity column, if the table has one. */
async function continueAfter(client: pg.Client, name: string, id: number): Promise<void> {
  if (id === 0) return
  await client.query(
    `SELECT setval(sequence::regclass, $2)
     FROM pg_get_serial_sequence($1, 'id') AS sequence
     WHERE sequence IS NOT NULL`,
    [quoteIdentifier(name), id],
  )
}
