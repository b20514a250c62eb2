// Reads the bytes of one photo; callers have checked access.
import type { Reader } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { notFound } from '../../lib/errors/refusal.ts'
import { keyOf } from './store/index.ts'

export type ImageSize = 'display' | 'thumb'

export interface ImageBytes {
  contentType: string
  /** Null if they are in the object store. */
  bytes: Uint8Array | null
  key: string
  /** Changes exactly when the bytes change. */
  etag: string
}

/**
 * @param which a condition on `i`, the photos of orders
 * @throws Refusal `not_found`
 */
export async function imageBytes(db: Reader, size: ImageSize, which: Sql): Promise<ImageBytes> {
  const column = size === 'thumb' ? sql`b.thumbnail` : sql`b.display`
  const row = await db.get<{ contentType: string; bytes: Uint8Array | null; sha256: string }>(sql`
    SELECT i.content_type AS "contentType", i.sha256, ${column} AS bytes
    FROM order_images i
    LEFT JOIN image_blobs b ON b.image_id = i.id
    WHERE ${which}`)
  if (!row) throw notFound('photo')
  const key = keyOf(size === 'thumb' ? 'thumbnails' : 'photos', row.sha256)
  return { contentType: row.contentType, bytes: row.bytes, key, etag: etagOf(row.sha256, size) }
}

export const etagOf = (sha256: string, size: ImageSize) => `"${sha256.slice(0, 32)}-${size}"`
