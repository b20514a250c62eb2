// The bytes of one photo, for whoever was found to be allowed to see it.
import type { Reader } from '../db/database.ts'
import { type Sql, sql } from '../db/sql.ts'
import { notFound } from './refusal.ts'

export type ImageSize = 'display' | 'thumb'

export interface ImageBytes {
  contentType: string
  bytes: Uint8Array
  /** Changes with the bytes and never otherwise. */
  etag: string
}

/**
 * @param which a condition on `i`, the photos of orders
 * @throws Refusal `not_found`
 */
export async function imageBytes(db: Reader, size: ImageSize, which: Sql): Promise<ImageBytes> {
  const column = size === 'thumb' ? sql`b.thumbnail` : sql`b.display`
  const row = await db.get<{ contentType: string; bytes: Uint8Array; sha256: string }>(sql`
    SELECT i.content_type AS "contentType", i.sha256, ${column} AS bytes
    FROM order_images i
    JOIN image_blobs b ON b.image_id = i.id
    WHERE ${which}`)
  if (!row) throw notFound('photo')
  return { contentType: row.contentType, bytes: row.bytes, etag: etagOf(row.sha256, size) }
}

export const etagOf = (sha256: string, size: ImageSize) => `"${sha256.slice(0, 32)}-${size}"`
