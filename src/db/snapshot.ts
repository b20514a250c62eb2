// The state that the readers of a SQLite file see: one for a turn of the event loop.
import type { Connection } from './connection.ts'

/**
 * A turn answers many requests, and each of their queries would take and leave its own place in the write-ahead log:
 * two fifths of the time of a small one. So the first query of a turn begins a transaction that all others share; it
 * ends with the turn, or with a commit of our own, which is to be seen at once. A commit of another process is seen
 * one turn later.
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
      // SQLite counts for each connection how often others have committed, also those of another process.
      version: reader.prepare('PRAGMA data_version').pluck(),
    }
  }

  /** Begins it, unless it has begun. Returns a mark of the committed state that it shows. */
  enter(): number {
    if (this.#version !== undefined) return this.#version
    if (!this.#endsWithTurn) setImmediate(this.#endTurn)
    this.#endsWithTurn = true
    // Still begun where asking for the version failed.
    if (!this.#reader.inTransaction) this.#command.begin.run()
    this.#version = Number(this.#command.version.get())
    return this.#version
  }

  /** What is read next sees what is committed by then. */
  end(): void {
    this.#version = undefined
    // An error of the disk may have ended it already.
    if (this.#reader.inTransaction) this.#command.end.run()
  }

  readonly #endTurn = () => {
    this.#endsWithTurn = false
    if (this.#reader.open) this.end()
  }
}
