// Exports variants with their product and stock, by the name of the product.
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import { listVariants, type Variant, type VariantSearch } from '../catalogue/variants/read.ts'

const BATCH_SIZE = 200

export interface ExportedVariant extends Variant {
  product: ProductFacts
}

interface ProductFacts {
  id: number
  slug: string
  category: string | null
  featured: 0 | 1
  description: string | null
  care: string | null
}

export async function* exportProducts(
  db: Reader,
  filter: Pick<VariantSearch, 'productId' | 'search' | 'low' | 'archived'>,
): AsyncGenerator<ExportedVariant[]> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const { rows, nextCursor }: Awaited<ReturnType<typeof listVariants>> = await listVariants(db, {
      ...filter,
      ...(cursor && { cursor }),
      limit: BATCH_SIZE,
    })
    if (rows.length > 0) yield await withProducts(db, rows)
    cursor = nextCursor
  }
}

async function withProducts(db: Reader, variants: readonly Variant[]): Promise<ExportedVariant[]> {
  const ids = [...new Set(variants.map(({ productId }) => productId))]
  const rows = await db.all<ProductFacts>(sql`
    SELECT p.id, p.slug, c.name AS category, p.featured, p.description, p.care
    FROM products p
    LEFT JOIN categories c ON c.id = p.category_id
    WHERE p.id IN (${list(ids)})`)
  const products = new Map(rows.map((row) => [row.id, row]))
  return variants.flatMap((variant) => {
    const product = products.get(variant.productId)
    return product ? [{ ...variant, product }] : []
  })
}
