// All products that customers see, batch by batch, so that a long catalogue takes no more memory than a short one.
import type { Reader } from '../../db/database.ts'
import { PUBLIC_KINDS } from '../../schemas/catalogue/products.ts'
import { listProducts } from '../catalogue/products/list.ts'
import type { Product } from '../catalogue/products/read.ts'

const BATCH = 100

export async function* publicProducts(db: Reader): AsyncGenerator<Product[]> {
  let cursor: string | null = null
  do {
    const page: { rows: Product[]; nextCursor: string | null } = await listProducts(
      db,
      { kinds: PUBLIC_KINDS },
      { limit: BATCH, ...(cursor && { cursor }) },
    )
    yield page.rows
    cursor = page.nextCursor
  } while (cursor)
}
