// The one small interface between the services and an engine. Nothing above src/db knows which engine runs.
import type { Sql } from './sql.ts'

/**
 * Reads rows. Outside a transaction it sees what is committed: by this process at once, by another at the latest in
 * the next turn of the event loop.
 */
export interface Reader {
  /** All rows of a query, in the query's order. */
  all<Row>(query: Sql): Promise<Row[]>
  /** The first row of a query, or undefined when there is none. */
  get<Row>(query: Sql): Promise<Row | undefined>
  /**
   * A mark of the state that it sees: the same number means that nothing was committed since, by any process. Absent
   * where the engine cannot say so at once, and inside a transaction; then nothing that was read may be kept.
   */
  version?(): number
}

/** One transaction. Only its own calls may be awaited inside `Database.write`. */
export interface Transaction extends Reader {
  /** Whether others may commit while this one runs. Where not, what it has read stays true until its own commit. */
  readonly concurrent: boolean
  /** Runs a statement that changes rows and answers how many it changed. */
  run(query: Sql): Promise<number>
}

export interface WriteOptions {
  /**
   * Not together with the works of others: for one that takes long, or that often meets another process and loses.
   * Nothing to an engine with one writer.
   */
  alone?: boolean
}

/** Says what an engine met with and lived through, for the log. */
export type Tell = (message: string, error?: unknown) => void

export interface Database extends Reader {
  /** `sqlite` or `postgres`: for messages and health, never for deciding what to do. */
  readonly engine: string
  /** Whether several transactions, of one process or of several, write at the same time. */
  readonly concurrent: boolean
  /**
   * Runs `work` in a transaction and answers its result only once the commit is durable.
   * When `work` throws, all it wrote is undone and the error reaches the caller unchanged.
   */
  write<Result>(work: (tx: Transaction) => Promise<Result>, options?: WriteOptions): Promise<Result>
  /**
   * What lists, reports and exports are read with: another server that holds all that was committed before this call,
   * or the database itself. Ask for it in each request anew, and never for what a change or a right depends on.
   */
  forLists(): Promise<Reader>
  /** Tells the other processes that something was committed. SQLite cannot: they look from time to time. */
  announce(): void
  /** Calls `heard` when another process announces something, or may have done so while it could not be heard. */
  listen(heard: () => void): void
  /** Passes on what belongs into the log. */
  notices(tell: Tell): void
  /** Figures for /metrics and tests. */
  stats(): { commits: number; writes: number }
  close(): Promise<void>
}
