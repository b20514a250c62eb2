// Holds the bytes of all pictures against their hashes, wherever they are kept.
import type { Reader } from '../db/database.ts'
import type { ObjectStore } from '../db/objects/store.ts'
import { sql } from '../db/sql.ts'
import type { IntegrityProblem } from './integrity-findings.ts'
import { findLogo } from './shop-logo.ts'
import { isPicture, keyOf } from './stored-pictures.ts'

export interface PictureReport {
  /** Photos and the logo. */
  checked: number
  /** How many of them are in the store. */
  inStore: number
  problems: IntegrityProblem[]
}

interface StoredPhoto {
  id: number
  sha256: string
  display: Uint8Array | null
  thumbnail: Uint8Array | null
}

/**
 * Reads every picture once. Of a thumbnail nobody kept a hash: it has to be there.
 * @throws StoreError when the store does not answer
 */
export async function checkPictures(
  db: Reader,
  objects: ObjectStore | null,
): Promise<PictureReport> {
  const report: PictureReport = { checked: 0, inStore: 0, problems: [] }
  for (let photo = await photoAfter(db, 0); photo; photo = await photoAfter(db, photo.id)) {
    const { id, sha256 } = photo
    const display = photo.display ?? (await objects?.get(keyOf('photos', sha256)))
    const thumbnail = photo.thumbnail ?? (await objects?.get(keyOf('thumbnails', sha256)))
    report.checked += 1
    if (photo.display === null) report.inStore += 1
    const detail = complaint(display, sha256) ?? (thumbnail?.length ? null : NO_THUMBNAIL)
    if (detail) report.problems.push({ table: 'order_images', id, detail })
  }
  await checkLogo(db, objects, report)
  return report
}

const photoAfter = (db: Reader, id: number) =>
  db.get<StoredPhoto>(sql`
    SELECT i.id, i.sha256, b.display, b.thumbnail
    FROM order_images i
    LEFT JOIN image_blobs b ON b.image_id = i.id
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

function complaint(bytes: Uint8Array | undefined, sha256: string): string | null {
  if (bytes === undefined) return MISSING
  return isPicture(bytes, sha256) ? null : OTHER
}

const MISSING = 'The bytes of this picture are neither in the database nor in the store.'
const OTHER = 'The bytes of this picture are not those that were saved: their hash is another.'
const NO_THUMBNAIL = 'The small copy of this picture is neither in the database nor in the store.'
