// Photos of products: encoded outside of the transaction, stored inside it; bytes in a table of their own.
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { ProductKind } from '../../../schemas/catalogue/kinds.ts'
import { type ImageBytes, type ImageSize, imageBytes } from '../../photos/bytes.ts'
import type { PreparedPhoto } from '../../photos/prepare.ts'
import type { Change } from '../../shared/change.ts'
import { recordEvent } from '../../shared/events/record.ts'
import type { Reading } from '../categories.ts'
import { expectNotArchived, getProduct, IMAGES, type ProductImage } from './read.ts'

/**
 * Stores prepared photos after those that are there, all or none.
 * @param most maximum number of photos per product
 * @throws Refusal `not_found`, `product_archived`, `too_many_images`
 */
export async function addProductImages(
  change: Change,
  productId: number,
  photos: readonly PreparedPhoto[],
  most: number,
): Promise<ProductImage[]> {
  const product = await getProduct(change, productId)
  expectNotArchived(product)
  const { length } = product.images
  if (length + photos.length > most) {
    const words = `A product can have ${most} photos and this one has ${length}. Delete one first.`
    throw new Refusal('conflict', 'too_many_images', words)
  }
  const added: ProductImage[] = []
  for (const photo of photos) added.push(await addImage(change, productId, photo))
  await recordEvent(change, 'product.images_added', productId, {
    images: added.map(({ id }) => id),
  })
  await touch(change, productId)
  return added
}

async function addImage(
  change: Change,
  productId: number,
  photo: PreparedPhoto,
): Promise<ProductImage> {
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO product_images (product_id, position, content_type, size, width, height, sha256,
                                created_at, updated_at)
    VALUES (${productId},
            (SELECT coalesce(max(position), 0) + 1 FROM product_images WHERE product_id = ${productId}),
            ${photo.contentType}, ${photo.size}, ${photo.width}, ${photo.height}, ${photo.sha256},
            ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  if (!photo.inStore) {
    await change.run(sql`
      INSERT INTO product_image_blobs (image_id, display, thumbnail, created_at, updated_at)
      VALUES (${row.id}, ${photo.display}, ${photo.thumbnail}, ${change.at}, ${change.at})`)
  }
  const image = await change.get<ProductImage>(sql`${IMAGES} WHERE i.id = ${row.id}`)
  return image as ProductImage
}

interface ProductImageBytes extends ImageBytes {
  /** Everybody may see it, and caches may keep it. */
  isPublic: boolean
}

/** @throws Refusal `not_found`, also for a photo of another product; for customers also one of material */
export async function readProductImage(
  db: Reader,
  productId: number,
  imageId: number,
  size: ImageSize,
  reading: Reading = 'staff',
): Promise<ProductImageBytes> {
  const product = await db.get<{ kind: ProductKind }>(
    sql`SELECT kind FROM products WHERE id = ${productId}`,
  )
  const isPublic = product?.kind !== 'material'
  if (reading === 'public' && !isPublic) throw notFound('photo')
  const which = sql`i.id = ${imageId} AND i.product_id = ${productId}`
  return { ...(await imageBytes(db, size, which, 'product')), isPublic }
}

/** Makes it the first photo, which lists show. @throws Refusal `not_found`, `product_archived` */
export async function putImageFirst(
  change: Change,
  productId: number,
  imageId: number,
): Promise<void> {
  const product = await getProduct(change, productId)
  expectNotArchived(product)
  const { images } = product
  if (!images.some(({ id }) => id === imageId)) throw notFound('photo')
  if (images[0]?.id === imageId) return
  const ids = [imageId, ...images.map(({ id }) => id).filter((id) => id !== imageId)]
  for (const [position, id] of ids.entries()) {
    await change.run(sql`
      UPDATE product_images SET position = ${position + 1}, updated_at = ${change.at} WHERE id = ${id}`)
  }
  await recordEvent(change, 'product.images_ordered', productId, { images: ids })
  await touch(change, productId)
}

/** Deletes a photo with its bytes. @throws Refusal `not_found`, `product_archived` */
export async function removeProductImage(
  change: Change,
  productId: number,
  imageId: number,
): Promise<void> {
  const product = await getProduct(change, productId)
  if (!product.images.some(({ id }) => id === imageId)) throw notFound('photo')
  expectNotArchived(product)
  await change.run(sql`DELETE FROM product_images WHERE id = ${imageId}`)
  await recordEvent(change, 'product.image_removed', productId, { image: imageId })
  await touch(change, productId)
}

const touch = (change: Change, productId: number) =>
  change.run(sql`
    UPDATE products SET version = version + 1, updated_at = ${change.at} WHERE id = ${productId}`)
