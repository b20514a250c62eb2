// What was read, kept until something is committed: a shop reads far more often than it writes.
import type { Awaitable } from './awaitable.ts'
import type { Reader } from './database.ts'

/** So many answers are kept at most; then all are forgotten. */
const MOST_KEPT = 1_000

interface Answers<Value> {
  version: number
  byKey: Map<string, Value>
}

/**
 * Remembers what a query answered for as long as the database stands still. What is kept is shared: callers must not
 * change it. Nothing is kept inside a transaction, which sees what nobody else sees yet.
 */
export class Kept<Value> {
  readonly #answers = new WeakMap<Reader, Answers<Value>>()

  /**
   * What is kept is answered at once and without a promise: most requests wait for nothing else.
   * @param fits whether a kept answer still holds: some also depend on the time
   */
  get(
    db: Reader,
    key: string,
    read: () => Promise<Value>,
    fits: (value: Value) => boolean = always,
  ): Awaitable<Value> {
    const version = db.version?.()
    if (version === undefined) return read()
    const kept = this.#of(db, version).get(key)
    if (kept !== undefined && fits(kept)) return kept
    return this.#read(db, version, key, read)
  }

  async #read(db: Reader, version: number, key: string, read: () => Promise<Value>) {
    const value = await read()
    // Committed meanwhile: what was read may be older than the version that is known now.
    if (db.version?.() !== version) return value
    const answers = this.#of(db, version)
    if (answers.size >= MOST_KEPT) answers.clear()
    answers.set(key, value)
    return value
  }

  #of(db: Reader, version: number): Map<string, Value> {
    const answers = this.#answers.get(db)
    if (answers?.version === version) return answers.byKey
    const byKey = new Map<string, Value>()
    this.#answers.set(db, { version, byKey })
    return byKey
  }
}

const always = () => true
