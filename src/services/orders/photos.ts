// Photos of an order: encoded outside of the transaction, stored inside it; bytes in a table of their own.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { notFound, Refusal } from '../../lib/errors/refusal.ts'
import { etagOf, type ImageBytes, type ImageSize, imageBytes } from '../photos/bytes.ts'
import type { PreparedPhoto } from '../photos/prepare.ts'
import type { Change } from '../shared/change.ts'
import { recordEvent } from '../shared/events/record.ts'
import { expectNotArchived } from './archive.ts'
import { expectOwnOrder } from './customer-view.ts'
import { getOrder } from './read.ts'
import type { OrderImage } from './types.ts'

/**
 * Stores prepared photos, all or none.
 * @param most maximum number of photos per order
 * @throws Refusal `too_many_images`, `order_archived`
 */
export async function addImages(
  change: Change,
  orderId: number,
  photos: readonly PreparedPhoto[],
  most: number,
): Promise<OrderImage[]> {
  const order = await getOrder(change, orderId)
  expectNotArchived(order)
  if (order.images.length + photos.length > most) {
    throw new Refusal(
      'conflict',
      'too_many_images',
      `An order can have ${most} photos and this one has ${order.images.length}. Delete one first.`,
    )
  }
  const added: OrderImage[] = []
  for (const photo of photos) added.push(await addImage(change, orderId, photo))
  await recordEvent(change, 'order.images_added', orderId, {
    images: added.map(({ id }) => id),
  })
  await touch(change, orderId)
  return added
}

async function addImage(
  change: Change,
  orderId: number,
  photo: PreparedPhoto,
): Promise<OrderImage> {
  const image = await change.get<OrderImage>(sql`
    INSERT INTO order_images (order_id, content_type, size, width, height, sha256, created_at, updated_at)
    VALUES (${orderId}, ${photo.contentType}, ${photo.size}, ${photo.width}, ${photo.height},
            ${photo.sha256}, ${change.at}, ${change.at})
    RETURNING id, order_id AS "orderId", content_type AS "contentType", size, width, height,
              shared, created_at AS "createdAt", updated_at AS "updatedAt"`)
  if (!image) throw new Error('INSERT ... RETURNING brought no row')
  if (photo.inStore) return image
  await change.run(sql`
    INSERT INTO image_blobs (image_id, display, thumbnail, created_at, updated_at)
    VALUES (${image.id}, ${photo.display}, ${photo.thumbnail}, ${change.at}, ${change.at})`)
  return image
}

/** @throws Refusal `not_found`, also if the photo belongs to another order or the order to another customer */
export async function readImage(
  db: Reader,
  orderId: number,
  imageId: number,
  size: ImageSize,
  owner?: number,
): Promise<ImageBytes> {
  if (owner !== undefined) await expectOwnOrder(db, orderId, owner)
  return imageBytes(db, size, sql`i.id = ${imageId} AND i.order_id = ${orderId}`)
}

/** A second time changes nothing. @throws Refusal `not_found`, `order_archived` */
export async function shareImage(
  change: Change,
  orderId: number,
  imageId: number,
  shared: boolean,
): Promise<OrderImage> {
  const order = await getOrder(change, orderId)
  const image = order.images.find(({ id }) => id === imageId)
  if (!image) throw notFound('photo')
  expectNotArchived(order)
  const flag = shared ? 1 : 0
  if (image.shared === flag) return image
  await change.run(sql`
    UPDATE order_images SET shared = ${flag}, updated_at = ${change.at} WHERE id = ${imageId}`)
  const type = shared ? 'order.image_shared' : 'order.image_unshared'
  await recordEvent(change, type, orderId, { image: imageId })
  await touch(change, orderId)
  return { ...image, shared: flag, updatedAt: change.at }
}

/**
 * Deletes a photo with its bytes; objects in the store are deleted later, see sweep.ts.
 * @param seen entity tags, of which one (of either size) must match
 * @throws Refusal `not_found`, `stale_version`, `order_archived`
 */
export async function removeImage(
  change: Change,
  orderId: number,
  imageId: number,
  seen?: readonly string[],
): Promise<void> {
  const image = await change.get<{ sha256: string }>(sql`
    SELECT sha256 FROM order_images WHERE id = ${imageId} AND order_id = ${orderId}`)
  if (!image) throw notFound('photo')
  expectNotArchived(await getOrder(change, orderId))
  const etags = [etagOf(image.sha256, 'display'), etagOf(image.sha256, 'thumb')]
  if (seen && !etags.some((etag) => seen.includes(etag))) {
    throw new Refusal('stale', 'stale_version', 'This photo has changed. Reload it and try again.')
  }
  await change.run(sql`DELETE FROM order_images WHERE id = ${imageId}`)
  await recordEvent(change, 'order.image_removed', orderId, { image: imageId })
  await touch(change, orderId)
}

const touch = (change: Change, orderId: number) =>
  change.run(sql`
    UPDATE orders SET version = version + 1, updated_at = ${change.at} WHERE id = ${orderId}`)
