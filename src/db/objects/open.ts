// Chooses where the bytes of pictures are kept.
import { S3Store } from './s3.ts'
import type { ObjectStore } from './store.ts'

/** A bucket of any store that speaks the protocol of S3. */
export interface S3Settings {
  /** An origin without a slash at its end, such as `https://s3.eu-central-1.amazonaws.com`. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** The bucket stands in the path and not in front of the host. */
  pathStyle: boolean
  /** In front of every key, such as `marigold/`; may be empty. */
  prefix: string
}

/** @returns null where all bytes are in the database; nothing is connected or loaded before the first use */
export const openObjects = (s3: S3Settings | null): ObjectStore | null =>
  s3 === null ? null : new S3Store(s3)
