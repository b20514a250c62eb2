// Reads products with their variants and photos.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import { notFound, Refusal } from '../../../lib/errors/refusal.ts'
import type { ProductKind } from '../../../schemas/catalogue/products.ts'
import { type Variant, variantsOf } from '../variants/read.ts'

export interface ProductImage {
  id: number
  productId: number
  contentType: string
  /** Bytes of the display size. */
  size: number
  width: number
  height: number
  createdAt: string
  updatedAt: string
}

export interface ProductRow {
  id: number
  name: string
  slug: string
  description: string | null
  care: string | null
  kind: ProductKind
  categoryId: number | null
  categoryName: string | null
  categorySlug: string | null
  /** JSON: names of the options. */
  options: string
  featured: 0 | 1
  /** Of the current variants, in smallest currency units. */
  lowestPrice: number
  highestPrice: number
  version: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

export interface Product extends Omit<ProductRow, 'options'> {
  /** Names, such as Size. */
  options: string[]
  /** The current ones, in their order. */
  variants: Variant[]
  images: ProductImage[]
}

export const PRODUCTS = sql`
  SELECT p.id, p.name, p.slug, p.description, p.care, p.kind, p.category_id AS "categoryId",
         c.name AS "categoryName", c.slug AS "categorySlug", p.options, p.featured,
         p.lowest_price AS "lowestPrice", p.highest_price AS "highestPrice", p.version,
         p.archived_at AS "archivedAt", p.created_at AS "createdAt", p.updated_at AS "updatedAt"
  FROM products p
  LEFT JOIN categories c ON c.id = p.category_id`

/** Adds the variants and photos, in place: a copy of each row took a tenth of a list's time. */
export async function completed(db: Reader, rows: readonly ProductRow[]): Promise<Product[]> {
  const ids = rows.map(({ id }) => id)
  const variants = await variantsOf(db, ids)
  const images = await imagesOf(db, ids)
  return rows.map((row) => {
    const product = row as unknown as Product
    product.options = JSON.parse(row.options)
    product.variants = variants.get(row.id) ?? []
    product.images = images.get(row.id) ?? []
    return product
  })
}

/** Archived ones, too. @throws Refusal `not_found` */
export async function getProduct(db: Reader, id: number): Promise<Product> {
  const product = await findProduct(db, id)
  if (!product) throw notFound('product')
  return product
}

/** @throws Refusal `product_archived` */
export function expectNotArchived({ archivedAt }: Pick<Product, 'archivedAt'>): void {
  if (archivedAt === null) return
  const words = 'This product is archived. Restore it before you change it.'
  throw new Refusal('conflict', 'product_archived', words)
}

export async function findProduct(db: Reader, id: number): Promise<Product | undefined> {
  const row = await db.get<ProductRow>(sql`${PRODUCTS} WHERE p.id = ${id}`)
  return row && (await completed(db, [row]))[0]
}

/** Archived ones, too. */
export async function findProductBySlug(db: Reader, slug: string): Promise<Product | undefined> {
  const row = await db.get<ProductRow>(sql`${PRODUCTS} WHERE p.slug = ${slug}`)
  return row && (await completed(db, [row]))[0]
}

export const IMAGES = sql`
  SELECT i.id, i.product_id AS "productId", i.content_type AS "contentType", i.size, i.width, i.height,
         i.created_at AS "createdAt", i.updated_at AS "updatedAt"
  FROM product_images i`

async function imagesOf(
  db: Reader,
  productIds: readonly number[],
): Promise<Map<number, ProductImage[]>> {
  const rows = await db.all<ProductImage>(sql`
    ${IMAGES}
    WHERE i.product_id IN (${list(productIds)})
    ORDER BY i.product_id, i.position, i.id`)
  const byProduct = new Map<number, ProductImage[]>(productIds.map((id) => [id, []]))
  for (const image of rows) byProduct.get(image.productId)?.push(image)
  return byProduct
}
