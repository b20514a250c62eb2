// Opens the object store for photo bytes.
import { type S3Settings, S3Store } from './s3.ts'
import type { ObjectStore } from './store.ts'

/** @returns `null` if all bytes are in the database; nothing is connected or loaded before the first call */
export const openObjects = (s3: S3Settings | null): ObjectStore | null =>
  s3 === null ? null : new S3Store(s3)
