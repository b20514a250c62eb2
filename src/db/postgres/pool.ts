// PostgreSQL connection pools, one for writing and one read-only, with the settings that durability and isolation need.
import pg from 'pg'
import { OpenError } from '../errors.ts'

/** Timeout for a free or new connection. */
const WAIT_MS = 10_000
const STATEMENT_MS = 30_000
/** A server that does not even report a statement timeout is given up. */
const ANSWER_MS = STATEMENT_MS + 5_000
/** A transaction that awaits something else is ended: it holds locks. */
const IDLE_IN_TRANSACTION_MS = 10_000
const LOCK_MS = 10_000

/** Read-only, READ COMMITTED. */
const READING = `
  SET default_transaction_read_only = on`

/**
 * Sequential scans would make a transaction depend on a whole table, and so fail for a row it never read
 * (https://www.postgresql.org/docs/15/transaction-iso.html#XACT-SERIALIZABLE).
 */
const WRITING = `
  SET default_transaction_isolation = serializable;
  SET enable_seqscan = off;
  SET synchronous_commit = on`

/** JIT compilation takes longer than any of our statements. */
const ALWAYS = `
  SET statement_timeout = ${STATEMENT_MS};
  SET lock_timeout = ${LOCK_MS};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SET client_min_messages = warning;
  SET jit = off;
  SET random_page_cost = 1.1`

export const writerPool = (url: string, most: number) => pool(url, most, `${ALWAYS}; ${WRITING}`)

/** @param wait timeout for a connection, in milliseconds */
export const readerPool = (url: string, most: number, wait = WAIT_MS) =>
  pool(url, most, `${ALWAYS}; ${READING}`, wait)

function pool(url: string, most: number, settings: string, wait = WAIT_MS): pg.Pool {
  const made = new pg.Pool({
    ...connectionOptions(url),
    // Statements are sent without waiting for earlier answers.
    pipeline: true,
    max: most,
    query_timeout: ANSWER_MS,
    connectionTimeoutMillis: wait,
    idleTimeoutMillis: 60_000,
    onConnect: async (client) => {
      await client.query(settings)
    },
  })
  // A cut idle connection only leaves the pool, and the next caller gets a new one.
  made.on('error', () => undefined)
  // A connection cut between two statements emits nowhere else: without a listener the process would end.
  made.on('connect', (client) => client.on('error', () => undefined))
  return made
}

export function connectionOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'hemline',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
}

/** One connection outside the pools. @throws OpenError */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionOptions(url), connectionTimeoutMillis: WAIT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new OpenError(`DATABASE_URL: ${serverName(url)} cannot be reached: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/** Host and database without the password, for messages. */
export function serverName(url: string): string {
  const { host, pathname } = new URL(url)
  return `the database ${decodeURIComponent(pathname.slice(1)) || '(none)'} on ${host || 'this computer'}`
}

/** Node reports a refused connection as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  const { message, errors, code } = error as { message?: string; errors?: Error[]; code?: string }
  return message || errors?.[0]?.message || code || String(error)
}
