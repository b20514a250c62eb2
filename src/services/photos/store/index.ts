// Photos, logos and avatars in the object store: keys, upload, download. A photo without a row of bytes is in the store, and so are a logo whose row has no bytes and an avatar without a row in user_avatars.
import { hash } from 'node:crypto'
import type { Reader } from '../../../db/database.ts'
import { type ObjectStore, StoreError } from '../../../db/objects/store.ts'
import { type Sql, sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { AVATAR_TYPE, type PreparedAvatar } from '../avatar.ts'
import type { PreparedLogo } from '../logo.ts'
import type { PreparedPhoto } from '../prepare.ts'

/** Key prefixes. Keys contain the hash of the bytes: equal photos are one object. */
export type Kind = 'photos' | 'thumbnails' | 'logos' | 'avatars'

/** @param sha256 of the photo itself, also for its thumbnail, which is derived from it */
export const keyOf = (kind: Kind, sha256: string) => `${kind}/${sha256}`

/** Whether the bytes match the stored hash. @param sha256 of the display size of a photo, or of the logo */
export const isPicture = (bytes: Uint8Array, sha256: string): boolean =>
  hash('sha256', bytes, 'hex') === sha256

/**
 * Runs before the transaction that refers to the objects. If that fails, sweep.ts deletes them later.
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

export async function storeLogo(objects: ObjectStore, logo: PreparedLogo): Promise<PreparedLogo> {
  const { sha256, contentType, bytes } = logo
  await orRefuse(objects.put(keyOf('logos', sha256), bytes, contentType), NOT_SAVED)
  return { ...logo, inStore: true }
}

export async function storeAvatar(
  objects: ObjectStore,
  avatar: PreparedAvatar,
): Promise<PreparedAvatar> {
  await orRefuse(objects.put(keyOf('avatars', avatar.sha256), avatar.bytes, AVATAR_TYPE), NOT_SAVED)
  return { ...avatar, inStore: true }
}

/** @throws Refusal `pictures_unavailable`, also if no store is configured any more */
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
  'Photos cannot be saved right now: their store does not answer. Nothing was saved. Try again in a moment, or save without photos.'
const NOT_SHOWN = 'This photo cannot be shown right now. Try again in a moment.'

const PHOTOS = sql`(SELECT sha256 FROM order_images UNION ALL SELECT sha256 FROM product_images) photos`

const HASHES: Record<Kind, Sql> = {
  photos: PHOTOS,
  thumbnails: PHOTOS,
  logos: sql`shop_logo`,
  avatars: sql`(SELECT avatar_sha256 AS sha256 FROM users WHERE avatar_sha256 IS NOT NULL) avatars`,
}

export async function knownPictures(
  db: Reader,
  kind: Kind,
  first: string,
  last: string,
): Promise<Set<string>> {
  const rows = await db.all<{ sha256: string }>(sql`
    SELECT DISTINCT sha256 FROM ${HASHES[kind]} WHERE sha256 BETWEEN ${first} AND ${last}`)
  return new Set(rows.map(({ sha256 }) => sha256))
}
