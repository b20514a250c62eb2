// A PostgreSQL database that a shop is moved into: all of it in one transaction.
import type pg from 'pg'
import { OpenError } from '../errors.ts'
import { migratePostgres } from '../postgres/migrations.ts'
import { where } from '../postgres/pool.ts'
import { commit } from '../postgres/statements.ts'
import { columnsOf } from './postgres-cells.ts'
import { connectPatiently, readsOf } from './postgres-source.ts'
import { quoted, quotedList, type Table, type Target } from './side.ts'
import { carried, refuseFilled, SEEDED } from './tables.ts'

/** Makes the tables where there are none. Throws an OpenError when there are rows in them. */
export async function openPostgresTarget(url: string): Promise<Target> {
  await migratePostgres(url)
  const client = await connectPatiently(url)
  const target = targetOn(client, url)
  try {
    await client.query('BEGIN')
    // Nobody else writes until the end; they may go on reading that it is empty.
    for (const { name } of await carried(target)) await lock(client, name, target.place)
    await refuseFilled(target)
    for (const name of SEEDED) await client.query(`DELETE FROM ${quoted(name)}`)
    return target
  } catch (error) {
    await client.end()
    throw error
  }
}

function targetOn(client: pg.Client, url: string): Target {
  const inserts = new Map<string, string>()
  const reads = readsOf(client)
  return {
    place: where(url),
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
    await client.query(`LOCK TABLE ${quoted(table)} IN EXCLUSIVE MODE`)
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
    [quoted(name)],
  )
  const types = new Map(rows.map((column) => [column.name, column.type]))
  const arrays = columns.map((column, at) => `$${at + 1}::${types.get(column)}[]`)
  return `INSERT INTO ${quoted(name)} (${quotedList(columns)}) SELECT * FROM unnest(${arrays})`
}

/** Sets the identity column, where the table has one. */
async function continueAfter(client: pg.Client, name: string, id: number): Promise<void> {
  if (id === 0) return
  await client.query(
    `SELECT setval(sequence::regclass, $2)
     FROM pg_get_serial_sequence($1, 'id') AS sequence
     WHERE sequence IS NOT NULL`,
    [quoted(name), id],
  )
}
