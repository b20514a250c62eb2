// A bounded in-memory cache: two generations, least recently used entries go first. The only eviction rule of the
// program.

/**
 * Two generations, as in the packages hashlru and quick-lru: a full generation becomes the old one, and reading an
 * entry of the old one moves it to the new. Nothing is sorted or scanned. Holds at most twice `limit` entries;
 * `undefined` is no value.
 */
export class BoundedCache<Key, Value> {
  readonly #limit: number
  #recent = new Map<Key, Value>()
  #older = new Map<Key, Value>()

  /** @param limit entries of one generation, at least 1 */
  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: Key): Value | undefined {
    const recent = this.#recent.get(key)
    if (recent !== undefined) return recent
    const older = this.#older.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  /** Returns the value, so that a miss is one line: `cache.get(key) ?? cache.set(key, create())`. */
  set(key: Key, value: Value): Value {
    if (this.#recent.size >= this.#limit && !this.#recent.has(key)) {
      this.#older = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(key, value)
    return value
  }
}
