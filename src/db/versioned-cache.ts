// A query result cache, valid until the next commit: a shop reads far more often than it writes.
import { BoundedCache } from '../lib/cache/bounded-cache.ts'
import type { Awaitable } from '../lib/concurrency/awaitable.ts'
import type { Reader } from './database.ts'

const LIMIT = 500

interface Answers<Value> {
  version: number
  byKey: BoundedCache<string, Value>
  /** Queries in progress: after a commit many requests ask the same at once. */
  reading: Map<string, Promise<Value>>
}

/**
 * Caches results while the database version is unchanged. Callers must not change them, since they are shared. Nothing
 * is cached inside a transaction, which sees uncommitted data.
 */
export class VersionedCache<Value> {
  readonly #answers = new WeakMap<Reader, Answers<Value>>()

  /**
   * A hit is returned without a promise: most requests wait for nothing else.
   * @param fits false for an entry that has expired by the clock
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
    // Committed meanwhile: the result may be older than the known version.
    if (db.version?.() !== version) return value
    return this.#of(db, version).byKey.set(key, value)
  }

  #of(db: Reader, version: number): Answers<Value> {
    const known = this.#answers.get(db)
    if (known?.version === version) return known
    const answers: Answers<Value> = { version, byKey: new BoundedCache(LIMIT), reading: new Map() }
    this.#answers.set(db, answers)
    return answers
  }
}

const always = () => true
