// Reads the bytes of one photo of an order or a product; callers have checked access.
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

const TABLES = {
  order: { images: sql`order_images`, blobs: sql`image_blobs` },
  product: { images: sql`product_images`, blobs: sql`product_image_blobs` },
}

/**
 * @param which a condition on `i`, the photos of orders or of products
 * @throws Refusal `not_found`
 */
export async function imageBytes(
  db: Reader,
  size: ImageSize,
  which: Sql,
  of: keyof typeof TABLES = 'order',
): Promise<ImageBytes> {
  const { images, blobs } = TABLES[of]
  const column = size === 'thumb' ? sql`b.thumbnail` : sql`b.display`
  const row = await db.get<{ contentType: string; bytes: Uint8Array | null; sha256: string }>(sql`
    SELECT i.content_type AS "contentType", i.sha256, ${column} AS bytes
    FROM ${images} i
    LEFT JOIN ${blobs} b ON b.image_id = i.id
    WHERE ${which}`)
  if (!row) throw notFound('photo')
  const key = keyOf(size === 'thumb' ? 'thumbnails' : 'photos', row.sha256)
  return { contentType: row.contentType, bytes: row.bytes, key, etag: etagOf(row.sha256, size) }
}

export const etagOf = (sha256: string, size: ImageSize) => `"${sha256.slice(0, 32)}-${size}"`
