// PostgreSQL as the source of a move: a snapshot, also while a shop is open on it.
import type pg from 'pg'
import { OpenError } from '../errors.ts'
import { readMigrations } from '../migrations/files.ts'
import { requireCurrent } from '../migrations/records.ts'
import { POSTGRES_MIGRATIONS, readApplied } from '../postgres/migrations.ts'
import { connect, serverName } from '../postgres/pool.ts'
import { runOn } from '../postgres/statements.ts'
import type { Sql } from '../sql.ts'
import {
  FIRST_BATCH_ROWS,
  nextBatch,
  quoteIdentifier,
  quoteIdentifiers,
  type Row,
  type Source,
  type Table,
} from './endpoints.ts'
import { cellsOf } from './postgres-cells.ts'

/** The duration of a move is unknown, and it has its connection for itself. */
const WITHOUT_TIMEOUT = `
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET lock_timeout = '10s';
  SET client_min_messages = warning;
  SET jit = off`

/** @throws OpenError if it is unreachable, or not of this version */
export async function openPostgresSource(url: string): Promise<Source> {
  const client = await connectWithoutTimeout(url)
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const applied = await readApplied(client, serverName(url))
    requireCurrent(applied, readMigrations(POSTGRES_MIGRATIONS), serverName(url))
  } catch (error) {
    await client.end()
    throw error
  }
  return {
    place: serverName(url),
    ...readerOf(client),
    getNow: async <Answer>(query: Sql) => {
      const now = await connectWithoutTimeout(url)
      try {
        return (await runOn(now, query)).rows[0] as Answer | undefined
      } finally {
        await now.end()
      }
    },
    close: () => client.end(),
  }
}

export async function connectWithoutTimeout(url: string): Promise<pg.Client> {
  const client = await connect(url)
  await client.query(WITHOUT_TIMEOUT)
  return client
}

export function readerOf(client: pg.Client) {
  return {
    all: async <Answer>(query: Sql) => (await runOn(client, query)).rows as Answer[],
    get: async <Answer>(query: Sql) => (await runOn(client, query)).rows[0] as Answer | undefined,
    tables: () => tablesOf(client),
    batches: (table: Table) => batchesOf(client, table),
    lastId: (table: Table) => lastIdOf(client, table),
  }
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    SELECT c.relname AS name,
           (SELECT coalesce(json_agg(a.attname ORDER BY a.attnum), '[]')
            FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
           ) AS columns,
           (SELECT coalesce(json_agg(a.attname ORDER BY u.position), '[]')
            FROM pg_constraint k
            JOIN unnest(k.conkey) WITH ORDINALITY u(number, position) ON true
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
            WHERE k.conrelid = c.oid AND k.contype = 'p'
           ) AS key,
           (SELECT coalesce(json_agg(DISTINCT other.relname), '[]')
            FROM pg_constraint k
            JOIN pg_class other ON other.oid = k.confrelid
            WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid
           ) AS "refersTo"
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    ORDER BY c.relname`)
  return rows
}

async function* batchesOf(client: pg.Client, { name, columns, key }: Table) {
  const cursor = quoteIdentifier(`move of ${name}`)
  await client.query(`
    DECLARE ${cursor} NO SCROLL CURSOR FOR
    SELECT ${quoteIdentifiers(columns)} FROM ${quoteIdentifier(name)} ORDER BY ${quoteIdentifiers(key)}`)
  try {
    let size = FIRST_BATCH_ROWS
    while (true) {
      const rows = await fetched(client, `FETCH ${size} FROM ${cursor}`)
      if (rows.length > 0) yield rows
      if (rows.length < size) return
      size = nextBatch(rows)
    }
  } finally {
    await client.query(`CLOSE ${cursor}`).catch(() => undefined)
  }
}

async function fetched(client: pg.Client, text: string): Promise<Row[]> {
  const { rows } = await client.query<Row & unknown[]>({ text, rowMode: 'array', types: cellsOf })
  return rows
}

async function lastIdOf(client: pg.Client, { name, key }: Table): Promise<number> {
  if (key.join() !== 'id') return 0
  const { rows } = await client.query<{ last: string }>(
    `SELECT greatest(max(id), pg_sequence_last_value(pg_get_serial_sequence($1, 'id')), 0) AS last
     FROM ${quoteIdentifier(name)}`,
    [quoteIdentifier(name)],
  )
  const last = Number(rows[0]?.last)
  if (Number.isSafeInteger(last)) return last
  throw new OpenError(
    `The last id of ${name} is ${rows[0]?.last}, which cannot be carried exactly.`,
  )
}
