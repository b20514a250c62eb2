// Verifies the bytes of all photos against their hashes, in the database and in the object store.
import type { Reader } from '../../db/database.ts'
import { StorageError } from '../../db/errors.ts'
import type { ObjectStore } from '../../db/objects/store.ts'
import { sql } from '../../db/sql.ts'
import { findLogo } from '../photos/logo.ts'
import { isPicture, keyOf } from '../photos/store/index.ts'
import type { IntegrityProblem } from './findings.ts'

export interface PictureReport {
  checked: number
  inStore: number
  problems: IntegrityProblem[]
}

interface StoredPhoto {
  id: number
  sha256: string
  display: Uint8Array | null
  thumbnail: Uint8Array | null
}

/** Thumbnails have no stored hash, so they only have to exist. @throws StoreError if the store does not respond */
export async function checkPictures(
  db: Reader,
  objects: ObjectStore | null,
): Promise<PictureReport> {
  const report: PictureReport = { checked: 0, inStore: 0, problems: [] }
  try {
    for (const tables of PHOTOS) await checkPhotos(db, objects, report, tables)
    await checkLogo(db, objects, report)
    await checkAvatars(db, objects, report)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const detail = `The other photos cannot be read: ${error.reason}`
    report.problems.push({ table: 'image_blobs', id: null, detail })
  }
  return report
}

/** Of orders and of products. */
const PHOTOS = [
  { table: 'order_images', images: sql`order_images`, blobs: sql`image_blobs` },
  { table: 'product_images', images: sql`product_images`, blobs: sql`product_image_blobs` },
]

async function checkPhotos(
  db: Reader,
  objects: ObjectStore | null,
  report: PictureReport,
  tables: (typeof PHOTOS)[number],
): Promise<void> {
  const next = (id: number) => photoAfter(db, id, tables)
  for (let photo = await next(0); photo; photo = await next(photo.id)) {
    const { id, sha256 } = photo
    const display = photo.display ?? (await objects?.get(keyOf('photos', sha256)))
    const thumbnail = photo.thumbnail ?? (await objects?.get(keyOf('thumbnails', sha256)))
    report.checked += 1
    if (photo.display === null) report.inStore += 1
    const detail = complaint(display, sha256) ?? (thumbnail?.length ? null : NO_THUMBNAIL)
    if (detail) report.problems.push({ table: tables.table, id, detail })
  }
}

const photoAfter = (db: Reader, id: number, { images, blobs }: (typeof PHOTOS)[number]) =>
  db.get<StoredPhoto>(sql`
    SELECT i.id, i.sha256, b.display, b.thumbnail
    FROM ${images} i
    LEFT JOIN ${blobs} b ON b.image_id = i.id
    WHERE i.id > ${id}
    ORDER BY i.id
    LIMIT 1`)

async function checkLogo(
  db: Reader,
  objects: ObjectStore | null,
  report: PictureReport,
): Promise<void> {
  const logo = await findLogo(db)
  if (!logo) return
  const inStore = logo.bytes.length === 0
  const bytes = inStore ? await objects?.get(keyOf('logos', logo.sha256)) : logo.bytes
  report.checked += 1
  if (inStore) report.inStore += 1
  const detail = complaint(bytes, logo.sha256)
  if (detail) report.problems.push({ table: 'shop_logo', id: 1, detail })
}

async function checkAvatars(
  db: Reader,
  objects: ObjectStore | null,
  report: PictureReport,
): Promise<void> {
  const next = (after: number) =>
    db.get<{ id: number; sha256: string; bytes: Uint8Array | null }>(sql`
      SELECT u.id, u.avatar_sha256 AS sha256, a.bytes
      FROM users u
      LEFT JOIN user_avatars a ON a.user_id = u.id
      WHERE u.id > ${after} AND u.avatar_sha256 IS NOT NULL
      ORDER BY u.id
      LIMIT 1`)
  for (let avatar = await next(0); avatar; avatar = await next(avatar.id)) {
    const { id, sha256, bytes } = avatar
    report.checked += 1
    if (bytes === null) report.inStore += 1
    const detail = complaint(bytes ?? (await objects?.get(keyOf('avatars', sha256))), sha256)
    if (detail) report.problems.push({ table: 'users', id, detail })
  }
}

function complaint(bytes: Uint8Array | undefined, sha256: string): string | null {
  if (bytes === undefined) return MISSING
  return isPicture(bytes, sha256) ? null : OTHER
}

const MISSING = 'The bytes of this photo are neither in the database nor in the store.'
const OTHER = 'The bytes of this photo are not those that were saved: their hash is another.'
const NO_THUMBNAIL = 'The small copy of this photo is neither in the database nor in the store.'
