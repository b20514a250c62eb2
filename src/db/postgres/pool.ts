// Connections to PostgreSQL: some that write, some that can only read, each with the settings our promises rest on.
import pg from 'pg'
import { OpenError } from '../errors.ts'

/** How long a request waits for a free connection, or for one to be made, before it is refused. */
const WAIT_MS = 10_000
const STATEMENT_MS = 30_000
/** A server that does not even say that a statement took too long is given up. */
const ANSWER_MS = STATEMENT_MS + 5_000
/** A work that awaits something else loses its transaction: it holds locks that others wait for. */
const IDLE_IN_TRANSACTION_MS = 10_000
const LOCK_MS = 10_000

/** Reads see what is committed, statement by statement, and cannot write. */
const READING = `
  SET default_transaction_read_only = on`

/**
 * Sequential scans would make one transaction depend on a whole table, and so fail for a row it never looked at
 * (https://www.postgresql.org/docs/15/transaction-iso.html#XACT-SERIALIZABLE).
 */
const WRITING = `
  SET default_transaction_isolation = serializable;
  SET enable_seqscan = off;
  SET synchronous_commit = on`

/** Compiling a statement (jit) takes longer than any of ours runs. */
const ALWAYS = `
  SET statement_timeout = ${STATEMENT_MS};
  SET lock_timeout = ${LOCK_MS};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SET client_min_messages = warning;
  SET jit = off;
  SET random_page_cost = 1.1`

export const writers = (url: string, most: number) => pool(url, most, `${ALWAYS}; ${WRITING}`)

/** @param wait milliseconds until a request that gets no connection is told so */
export const readers = (url: string, most: number, wait = WAIT_MS) =>
  pool(url, most, `${ALWAYS}; ${READING}`, wait)

function pool(url: string, most: number, settings: string, wait = WAIT_MS): pg.Pool {
  const made = new pg.Pool({
    ...reached(url),
    // What is asked at once is sent at once, and does not wait for the answer to what was asked before.
    pipeline: true,
    max: most,
    query_timeout: ANSWER_MS,
    connectionTimeoutMillis: wait,
    idleTimeoutMillis: 60_000,
    onConnect: async (client) => {
      await client.query(settings)
    },
  })
  // An idle connection that is cut only leaves the pool: whoever needs one next gets a new one.
  made.on('error', () => undefined)
  // One that is lent and cut between two statements tells nobody else: without a listener the program would end.
  made.on('connect', (client) => client.on('error', () => undefined))
  return made
}

/** How a server is reached: an idle line is kept open, and the log of the server shows whose it is. */
export function reached(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'hemline',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
}

/** One connection of its own, outside the pools. Throws an OpenError with one readable line. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...reached(url), connectionTimeoutMillis: WAIT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new OpenError(`DATABASE_URL: ${where(url)} cannot be reached: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/** Host and database without the password, for messages. */
export function where(url: string): string {
  const { host, pathname } = new URL(url)
  return `the database ${decodeURIComponent(pathname.slice(1)) || '(none)'} on ${host || 'this computer'}`
}

/** Node tells of a refused connection in an AggregateError without words of its own. */
function reasonOf(error: unknown): string {
  const { message, errors, code } = error as { message?: string; errors?: Error[]; code?: string }
  return message || errors?.[0]?.message || code || String(error)
}
