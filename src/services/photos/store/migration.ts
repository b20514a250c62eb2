// Migrates photos between the database and the object store, one by one, while the shop is open. A row always says
// where its bytes are, so an interrupted migration can be resumed.
import type { Database } from '../../../db/database.ts'
import type { ObjectStore } from '../../../db/objects/store.ts'
import { sql } from '../../../db/sql.ts'
import { findLogo } from '../logo.ts'
import { moveAvatarsToDatabase, moveAvatarsToStore } from './avatars.ts'
import { isPicture, keyOf } from './index.ts'

interface Photo {
  id: number
  sha256: string
  contentType: string
}

type Carried = (pictures: number) => void

/** Photos of orders and of products have tables of the same shape. */
const PHOTOS = [
  { images: sql`order_images`, blobs: sql`image_blobs` },
  { images: sql`product_images`, blobs: sql`product_image_blobs` },
]

export async function moveToStore(
  db: Database,
  objects: ObjectStore,
  carried: Carried,
): Promise<void> {
  for (const tables of PHOTOS) await movePhotosToStore(db, objects, carried, tables)
  await moveAvatarsToStore(db, objects, carried)
  const logo = await findLogo(db)
  if (!logo || logo.bytes.length === 0) return
  await objects.put(keyOf('logos', logo.sha256), logo.bytes, logo.contentType)
  await writeLogo(db, logo.sha256, new Uint8Array())
  carried(1)
}

async function movePhotosToStore(
  db: Database,
  objects: ObjectStore,
  carried: Carried,
  { images, blobs }: (typeof PHOTOS)[number],
): Promise<void> {
  const after = (id: number) =>
    db.get<Photo & { display: Uint8Array; thumbnail: Uint8Array }>(sql`
      SELECT i.id, i.sha256, i.content_type AS "contentType", b.display, b.thumbnail
      FROM ${images} i
      JOIN ${blobs} b ON b.image_id = i.id
      WHERE i.id > ${id}
      ORDER BY i.id
      LIMIT 1`)
  for (let photo = await after(0); photo; photo = await after(photo.id)) {
    const { id, sha256, contentType, display, thumbnail } = photo
    await objects.put(keyOf('photos', sha256), display, contentType)
    await objects.put(keyOf('thumbnails', sha256), thumbnail, contentType)
    await db.write((tx) => tx.run(sql`DELETE FROM ${blobs} WHERE image_id = ${id}`))
    carried(1)
  }
}

/** @throws Error naming a photo whose bytes are missing or differ; StoreError if the store does not respond */
export async function moveToDatabase(
  db: Database,
  objects: ObjectStore,
  carried: Carried,
): Promise<void> {
  for (const tables of PHOTOS) await movePhotosToDatabase(db, objects, carried, tables)
  await moveAvatarsToDatabase(
    db,
    (sha256) => fetched(objects, keyOf('avatars', sha256), sha256),
    carried,
  )
  const logo = await findLogo(db)
  if (!logo || logo.bytes.length > 0) return
  const bytes = await fetched(objects, keyOf('logos', logo.sha256), logo.sha256)
  await writeLogo(db, logo.sha256, bytes)
  carried(1)
}

async function movePhotosToDatabase(
  db: Database,
  objects: ObjectStore,
  carried: Carried,
  { images, blobs }: (typeof PHOTOS)[number],
): Promise<void> {
  const after = (id: number) =>
    db.get<Photo>(sql`
      SELECT i.id, i.sha256, i.content_type AS "contentType"
      FROM ${images} i
      WHERE i.id > ${id} AND NOT EXISTS (SELECT 1 FROM ${blobs} b WHERE b.image_id = i.id)
      ORDER BY i.id
      LIMIT 1`)
  for (let photo = await after(0); photo; photo = await after(photo.id)) {
    const { id, sha256 } = photo
    const display = await fetched(objects, keyOf('photos', sha256), sha256)
    const thumbnail = await fetched(objects, keyOf('thumbnails', sha256))
    const at = new Date().toISOString()
    await db.write((tx) =>
      tx.run(sql`
        INSERT INTO ${blobs} (image_id, display, thumbnail, created_at, updated_at)
        SELECT id, ${display}, ${thumbnail}, ${at}, ${at} FROM ${images} WHERE id = ${id}`),
    )
    carried(1)
  }
}

const writeLogo = (db: Database, sha256: string, bytes: Uint8Array) =>
  db.write((tx) => tx.run(sql`UPDATE shop_logo SET bytes = ${bytes} WHERE sha256 = ${sha256}`))

async function fetched(objects: ObjectStore, key: string, sha256?: string): Promise<Uint8Array> {
  const bytes = await objects.get(key)
  if (!bytes) throw new Error(`${key} is not in the store.`)
  const isOther = sha256 && !isPicture(bytes, sha256)
  if (isOther) throw new Error(`${key} is not what was saved: its hash is another.`)
  return bytes
}
