// Pictures that are not in the database: where their bytes are kept, and what is said when they cannot be had.
// A photo without a row in image_blobs is kept there, and a logo whose row has no bytes.
import { hash } from 'node:crypto'
import type { Reader } from '../db/database.ts'
import { type ObjectStore, StoreError } from '../db/objects/store.ts'
import { type Sql, sql } from '../db/sql.ts'
import type { PreparedPhoto } from './photos.ts'
import { Refusal } from './refusal.ts'
import type { PreparedLogo } from './shop-logo.ts'

/** What is kept, each under the hash of the picture: the same picture twice is one object. */
export type Kind = 'photos' | 'thumbnails' | 'logos'

/** @param sha256 of the picture itself, also for its thumbnail, which follows from it */
export const keyOf = (kind: Kind, sha256: string) => `${kind}/${sha256}`

/** Whether these are the bytes that were saved. @param sha256 of a photo in its display size, or of the logo */
export const isPicture = (bytes: Uint8Array, sha256: string): boolean =>
  hash('sha256', bytes, 'hex') === sha256

/**
 * Puts both sizes of a photo in the store, before the transaction that will refer to them. If that never comes, they
 * are cleared away some days later.
 * @returns the photo, which says where its bytes are
 * @throws Refusal `pictures_unavailable`
 */
export async function storePhoto(
  objects: ObjectStore,
  photo: PreparedPhoto,
): Promise<PreparedPhoto> {
  const { sha256, contentType, display, thumbnail } = photo
  await orRefuse(
    Promise.all([
      objects.put(keyOf('photos', sha256), display, contentType),
      objects.put(keyOf('thumbnails', sha256), thumbnail, contentType),
    ]),
    NOT_SAVED,
  )
  return { ...photo, inStore: true }
}

/** The same for the logo of the shop. */
export async function storeLogo(objects: ObjectStore, logo: PreparedLogo): Promise<PreparedLogo> {
  const { sha256, contentType, bytes } = logo
  await orRefuse(objects.put(keyOf('logos', sha256), bytes, contentType), NOT_SAVED)
  return { ...logo, inStore: true }
}

/**
 * The bytes of a picture that is in the store.
 * @throws Refusal `pictures_unavailable`, also where no store is configured any more
 */
export async function fetchPicture(objects: ObjectStore | null, key: string): Promise<Uint8Array> {
  const bytes = objects && (await orRefuse(objects.get(key), NOT_SHOWN))
  if (bytes) return bytes
  const cause = new StoreError(objects ? `${key} is not in the store` : 'S3_BUCKET is not set')
  throw unavailable(NOT_SHOWN, cause)
}

async function orRefuse<Result>(call: Promise<Result>, words: string): Promise<Result> {
  try {
    return await call
  } catch (error) {
    throw error instanceof StoreError ? unavailable(words, error) : error
  }
}

function unavailable(words: string, cause: StoreError): Refusal {
  const refusal = new Refusal('unavailable', 'pictures_unavailable', words, { retryAfter: 10 })
  refusal.cause = cause
  return refusal
}

const NOT_SAVED =
  'Pictures cannot be saved just now, because their store does not answer. Nothing was saved; try again in a moment, or save without pictures.'
const NOT_SHOWN = 'This picture cannot be shown just now. Try again in a moment.'

/** The pictures of a kind that rows speak of, with a hash in a range: one look at the table for many objects. */
export async function knownPictures(
  db: Reader,
  kind: Kind,
  first: string,
  last: string,
): Promise<Set<string>> {
  const table: Sql = kind === 'logos' ? sql`shop_logo` : sql`order_images`
  const rows = await db.all<{ sha256: string }>(sql`
    SELECT DISTINCT sha256 FROM ${table} WHERE sha256 BETWEEN ${first} AND ${last}`)
  return new Set(rows.map(({ sha256 }) => sha256))
}
