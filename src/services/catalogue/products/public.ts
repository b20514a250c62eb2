// Products as customers may read them: current ones that are no material.
import type { Reader } from '../../../db/database.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { Reading } from '../categories.ts'
import { findProductBySlug, getProduct, type Product } from './read.ts'

/** @throws Refusal `not_found`, for customers also of material, `product_gone` (410) of an archived product */
export async function readProduct(db: Reader, id: number, reading: Reading): Promise<Product> {
  const product = await getProduct(db, id)
  if (reading === 'public') expectPublic(product)
  return product
}

/** For customers. @throws Refusal `not_found`, `product_gone` (410) */
export async function readProductBySlug(db: Reader, slug: string): Promise<Product> {
  const product = await findProductBySlug(db, slug)
  if (!product) throw notFound('product')
  expectPublic(product)
  return product
}

/** @throws Refusal `not_found`, `product_gone` (410) */
function expectPublic(product: Product): void {
  if (product.kind === 'material') throw notFound('product')
  if (product.archivedAt === null) return
  const { name, categoryId, categoryName, categorySlug } = product
  const category = categoryId && { id: categoryId, name: categoryName, slug: categorySlug }
  const others = category ? `Look for others in ${categoryName}.` : 'Look for others in the shop.'
  throw new Refusal('gone', 'product_gone', `"${name}" is not offered any more. ${others}`, {
    members: { category: category || null },
  })
}
