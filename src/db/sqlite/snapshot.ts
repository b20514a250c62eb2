// Read snapshot of a SQLite file, shared by all queries of one event loop iteration.
import type { Connection } from './connection.ts'

/**
 * Each query would otherwise open and close its own snapshot in the write-ahead log: two fifths of the time of a small
 * one. The first query begins a read transaction; it ends with the iteration, or with a commit of this process, which
 * must be visible at once. Commits of other processes are visible one iteration later.
 */
export class Snapshot {
  readonly #reader: Connection
  readonly #command: Record<'begin' | 'end' | 'version', { run(): unknown; get(): unknown }>
  #version: number | undefined
  #endsWithTurn = false

  constructor(reader: Connection) {
    this.#reader = reader
    this.#command = {
      begin: reader.prepare('BEGIN'),
      end: reader.prepare('COMMIT'),
      // Counts the commits of other connections, also in other processes.
      version: reader.prepare('PRAGMA data_version').pluck(),
    }
  }

  /** Begins the snapshot if needed. @returns the version of the committed state that it shows */
  enter(): number {
    if (this.#version !== undefined) return this.#version
    if (!this.#endsWithTurn) setImmediate(this.#endTurn)
    this.#endsWithTurn = true
    // Already begun if reading the version failed.
    if (!this.#reader.inTransaction) this.#command.begin.run()
    this.#version = Number(this.#command.version.get())
    return this.#version
  }

  /** Later reads see what is committed by then. */
  end(): void {
    this.#version = undefined
    // A disk error may have ended it.
    if (this.#reader.inTransaction) this.#command.end.run()
  }

  readonly #endTurn = () => {
    this.#endsWithTurn = false
    if (this.#reader.open) this.end()
  }
}
