// What was read, kept until something is committed: a shop reads far more often than it writes.
import type { Awaitable } from './awaitable.ts'
import type { Reader } from './database.ts'

/** So many answers are kept at most; then all are forgotten. */
const MOST_KEPT = 1_000

interface Answers<Value> {
  version: number
  byKey: Map<string, Value>
  /** What is being read at this moment: a commit answers many requests at once, and all ask the same. */
  reading: Map<string, Promise<Value>>
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
    const { byKey, reading } = this.#of(db, version)
    const kept = byKey.get(key)
    if (kept !== undefined && fits(kept)) return kept
    const running = reading.get(key)
    if (running) return running
    const value = this.#read(db, version, key, read).finally(() => reading.delete(key))
    reading.set(key, value)
    return value
  }

  async #read(db: Reader, version: number, key: string, read: () => Promise<Value>) {
    const value = await read()
    // Committed meanwhile: what was read may be older than the version that is known now.
    if (db.version?.() !== version) return value
    const { byKey } = this.#of(db, version)
    if (byKey.size >= MOST_KEPT) byKey.clear()
    byKey.set(key, value)
    return value
  }

  #of(db: Reader, version: number): Answers<Value> {
    const known = this.#answers.get(db)
    if (known?.version === version) return known
    const answers: Answers<Value> = { version, byKey: new Map(), reading: new Map() }
    this.#answers.set(db, answers)
    return answers
  }
}

const always = () => true
