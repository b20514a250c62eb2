// Exports variants with their product and stock, by the name of the product.
import type { Reader } from '../../db/database.ts'
import type { VariantQuery } from '../../schemas/catalogue/variants.ts'
import { listVariants, type Variant } from '../catalogue/variants/read.ts'

const BATCH_SIZE = 200

export async function* exportProducts(
  db: Reader,
  filter: Pick<VariantQuery, 'productId' | 'search' | 'low' | 'archived'>,
): AsyncGenerator<Variant[]> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const { rows, nextCursor }: Awaited<ReturnType<typeof listVariants>> = await listVariants(db, {
      ...filter,
      ...(cursor && { cursor }),
      limit: BATCH_SIZE,
    })
    if (rows.length > 0) yield rows
    cursor = nextCursor
  }
}
