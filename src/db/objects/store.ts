// Object store interface: bytes outside the database. A key is never reused for other bytes.

export interface StoredObject {
  key: string
  /** Age by the store's own clock; another put of the same bytes resets it. */
  ageMs: number
}

/** Every call may take seconds and fail with a StoreError: none is made inside a transaction. */
export interface ObjectStore {
  /** Resolves when the bytes are stored; idempotent. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** `undefined` if there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Deleting a missing object is no error. */
  delete(key: string): Promise<void>
  /** Objects whose key begins with `prefix` and is after `after`, in key order; empty at the end. */
  list(prefix: string, after: string): Promise<StoredObject[]>
}

/** The store does not answer, or refuses access; a retry is safe. */
export class StoreError extends Error {
  override name = 'StoreError'
}
