// The database interface between services and engines. Nothing above src/db depends on which engine runs.
import type { Sql } from './sql.ts'

/**
 * Reads rows. Outside a transaction it sees what is committed: by this process at once, by another at the latest in the
 * next iteration of the event loop.
 */
export interface Reader {
  all<Row>(query: Sql): Promise<Row[]>
  get<Row>(query: Sql): Promise<Row | undefined>
  /**
   * Version of the visible state: an equal number means that no process has committed since. Absent where the engine
   * cannot tell at once, and inside a transaction; then nothing may be cached.
   */
  version?(): number
}

/** One transaction. Only its own calls may be awaited inside `Database.write`. */
export interface Transaction extends Reader {
  /** True if other transactions may commit meanwhile. If false, what was read stays true until the commit. */
  readonly concurrent: boolean
  /** Runs a statement and returns the number of changed rows. */
  run(query: Sql): Promise<number>
}

export interface WriteOptions {
  /** Keeps a slow write, or one that often conflicts, out of group commits. No effect on an engine with one writer. */
  alone?: boolean
}

export type LogNotice = (message: string, error?: unknown) => void

export interface Database extends Reader {
  /** `sqlite` or `postgres`: for messages and health checks, never for decisions. */
  readonly engine: string
  /** True if several transactions, of one process or of several, write concurrently. */
  readonly concurrent: boolean
  /**
   * Runs `work` in a transaction; resolves to its result once the commit is durable. If `work` throws, the transaction
   * is rolled back and the error reaches the caller unchanged.
   */
  write<Result>(work: (tx: Transaction) => Promise<Result>, options?: WriteOptions): Promise<Result>
  /**
   * Reader for lists, reports and exports: a replica that has everything committed before this call, or the primary.
   * Ask for it in each request anew; never use it for a permission, or for what a change depends on.
   */
  forLists(): Promise<Reader>
  /** Notifies other processes of a commit. SQLite cannot: they poll. */
  announce(): void
  /** Calls `heard` when another process announces a commit, or may have done so while disconnected. */
  listen(heard: () => void): void
  notices(tell: LogNotice): void
  /** Why the last write failed, as a sentence for the shop; `undefined` if it succeeded, or on PostgreSQL. */
  trouble(): string | undefined
  stats(): { commits: number; writes: number }
  close(): Promise<void>
}
