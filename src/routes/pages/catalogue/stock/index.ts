// Stock of the shop: /admin/stock.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Reader } from '../../../../db/database.ts'
import { countProducts } from '../../../../services/catalogue/products/list.ts'
import { countLow, listLow } from '../../../../services/catalogue/stock/low.ts'
import { latestMovements } from '../../../../services/catalogue/stock/movements.ts'
import { listHeld, stockValue } from '../../../../services/catalogue/stock/overview.ts'
import { type Variant, variantsById } from '../../../../services/catalogue/variants/read.ts'
import { withKeepers } from '../../../../services/orders/stock/keepers.ts'

const MOST = 20

const stock: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/stock', { config: { permission: 'products.read' } }, async (_request, reply) => {
    const db = await app.db.forLists()
    const { rows: low } = await listLow(db, {}, { limit: MOST })
    return reply.page('catalogue/stock/index', {
      title: 'Stock',
      value: await stockValue(db),
      low,
      lowCount: await countLow(db),
      none: {
        count: await countProducts(db, { available: false }),
        href: '/admin/products?stock=none',
      },
      movements: await withVariants(db, await latestMovements(db, MOST)),
      holds: await withKeepers(db, await withVariants(db, await listHeld(db, MOST))),
    })
  })
}

/** Rows about variants, with them. */
export async function withVariants<Row extends { variantId: number }>(
  db: Reader,
  rows: readonly Row[],
): Promise<(Row & { variant: Variant })[]> {
  const ids = [...new Set(rows.map(({ variantId }) => variantId))]
  const variants = await variantsById(db, ids)
  return rows.flatMap((row) => {
    const variant = variants.get(row.variantId)
    return variant ? [{ ...row, variant }] : []
  })
}

export default stock
