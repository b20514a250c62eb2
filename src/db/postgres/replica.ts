// Read replica: lists, reports and exports are read there while it has everything that was committed.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { LogNotice, Reader } from '../database.ts'
import type { Sql } from '../sql.ts'
import { isBusy, isConflict, isConnectionLost } from './errors.ts'
import { readerPool } from './pool.ts'
import { readOn } from './reads.ts'

/** How long a list waits for replay; a replica is usually milliseconds behind. */
const REPLAY_WAIT_MS = 50
const LOOK_AGAIN_MS = 5
/** A replica that has not reported its position by then is skipped. */
const ANSWER_MS = 1_000
/** How often a failed replica is probed, outside of requests. */
const PROBE_MS = 1_000

/** Everything acknowledged has been flushed: https://www.postgresql.org/docs/15/functions-admin.html */
const COMMITTED = `
  SELECT pg_current_wal_flush_lsn()::text AS at, (SELECT system_identifier FROM pg_control_system())::text AS system`
/** `NULL` for a promoted replica. */
const REPLAYED = `
  SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS at,
         (SELECT system_identifier FROM pg_control_system())::text AS system`

export interface ReplicaOptions {
  url: string
  connections: number
  primary: pg.Pool
  fallback: (query: Sql) => Promise<pg.QueryResult>
  tell: LogNotice
}

export class Replica {
  readonly #options: ReplicaOptions
  readonly #pool: pg.Pool
  #trusted = true
  #probe: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.#pool = readerPool(options.url, options.connections, ANSWER_MS)
  }

  /** The replica, once it shows everything committed before this call; `undefined` if the primary must answer. */
  async reader(): Promise<Reader | undefined> {
    if (!this.#trusted) return undefined
    try {
      if (await this.#catchesUp()) return this.#reader
      this.#giveUp('is behind')
    } catch (error) {
      this.#giveUp('does not answer', error)
    }
    return undefined
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#probe)
    await this.#pool.end()
  }

  async #catchesUp(): Promise<boolean> {
    const wanted = await positionOf(this.#options.primary, COMMITTED)
    const until = performance.now() + REPLAY_WAIT_MS
    for (;;) {
      const reached = await positionOf(this.#pool, REPLAYED)
      if (reached.system !== wanted.system) throw new Error('It follows another server.')
      if (reached.at >= wanted.at) return true
      if (performance.now() > until) return false
      await sleep(LOOK_AGAIN_MS)
    }
  }

  #giveUp(how: string, error?: unknown): void {
    if (!this.#trusted || this.#closed) return
    this.#trusted = false
    this.#options.tell(`the read replica ${how}: the primary answers meanwhile`, error)
    this.#probeLater()
  }

  #probeLater(): void {
    if (this.#closed) return
    this.#probe = setTimeout(async () => {
      const isBack = await this.#catchesUp().catch(() => false)
      if (!isBack) return this.#probeLater()
      this.#trusted = true
      this.#options.tell('the read replica answers again')
    }, PROBE_MS).unref()
  }

  readonly #reader: Reader = {
    all: async <Row>(query: Sql) => (await this.#read(query)).rows as Row[],
    get: async <Row>(query: Sql) => (await this.#read(query)).rows[0] as Row | undefined,
  }

  /** A query that the replica aborts (connection lost, conflict with replay) goes to the primary. */
  async #read(query: Sql): Promise<pg.QueryResult> {
    try {
      return await readOn(this.#pool, query)
    } catch (error) {
      if (isConnectionLost(error)) this.#giveUp('went away', error)
      else if (isConflict(error) || isBusy(error)) {
        this.#options.tell('the read replica broke a query off: the primary answers', error)
      } else throw error
      return this.#options.fallback(query)
    }
  }
}

interface Position {
  /** Position in the write-ahead log, in bytes. */
  at: bigint
  /** System identifier, shared by a server and its replicas. */
  system: string
}

async function positionOf(pool: pg.Pool, text: string): Promise<Position> {
  const query = { text, query_timeout: ANSWER_MS }
  const { rows } = await pool.query<{ at: string | null; system: string }>(query)
  const { at = null, system = '' } = rows[0] ?? {}
  if (at === null) throw new Error('It does not follow any server.')
  const [high, low] = at.split('/').map((part) => BigInt(`0x${part}`)) as [bigint, bigint]
  return { at: (high << 32n) + low, system }
}
