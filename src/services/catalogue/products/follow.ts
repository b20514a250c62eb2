// Columns of a product that follow from its variants: its prices, and the text that a search looks at.
import { sql } from '../../../db/sql.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'

/** Must run after every change of a product's name, description or variants. */
export async function followVariants(change: Change, productId: number): Promise<void> {
  const row = await change.get<{ name: string; description: string | null }>(
    sql`SELECT name, description FROM products WHERE id = ${productId}`,
  )
  const all = await change.all<{ sku: string; price: number; archivedAt: string | null }>(sql`
    SELECT sku, price, archived_at AS "archivedAt" FROM variants WHERE product_id = ${productId}
    ORDER BY position, id`)
  const current = all.filter(({ archivedAt }) => archivedAt === null)
  // Only while a product is imported there may be none yet.
  const variants = current.length > 0 ? current : all
  const prices = variants.map(({ price }) => price)
  const texts = [row?.name, row?.description, ...variants.map(({ sku }) => sku)]
  await change.run(sql`
    UPDATE products
    SET lowest_price = ${Math.min(...prices)}, highest_price = ${Math.max(...prices)},
        search_text = ${foldText(texts.filter(Boolean).join(' '))}
    WHERE id = ${productId}`)
}
