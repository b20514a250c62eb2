// Bytes outside the database: an object store, by keys that are never given other bytes.

/** What a listing says of an object. */
export interface Listed {
  key: string
  /** How long it has been there, by the clock of the store alone; putting the same again begins anew. */
  ageMs: number
}

/** Every call may take seconds and fail with a StoreError: none is made inside a transaction. */
export interface ObjectStore {
  /** Answers when the bytes are stored; the same again changes nothing. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** The bytes, or undefined where there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Taking away what is not there is no error. */
  delete(key: string): Promise<void>
  /** Objects whose key begins with `prefix` and comes after `after`, in the order of the keys; none at the end. */
  list(prefix: string, after: string): Promise<Listed[]>
}

/** The store does not answer, or refuses us: what was asked may be asked again. */
export class StoreError extends Error {
  override name = 'StoreError'
}
