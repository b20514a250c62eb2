// Variants at or below their low-stock mark, the most urgent first: what to order next.
import type { Reader } from '../../../db/database.ts'
import { empty, type Sql, sql, where } from '../../../db/sql.ts'
import { foldWords, likePattern } from '../../../lib/text/normalize.ts'
import type { ProductKind } from '../../../schemas/catalogue/products.ts'
import { decodeSorted, limitOf, type Page, type PageRequest, pageOf } from '../../shared/paging.ts'
import { liveReserved, type Variant, variantsById } from '../variants/read.ts'

export interface LowFilter {
  /** In the name of the product and the SKU. */
  search?: string
  supplier?: string
  kind?: ProductKind
  categoryId?: number
}

export interface LowVariant extends Variant {
  lowStockAt: number
  /** Its own photo, or the first one of its product. */
  photoId: number | null
}

interface Row {
  id: number
  lowStockAt: number
  photoId: number | null
  /** What is left as a share of the mark, in millionths. */
  share: number
  /** What is left less the mark: never above zero. */
  short: number
}

const KINDS = ['number', 'number', 'number'] as const
const LIST = 'low stock'

/** The smallest share of the mark first, and of equal ones those that lack most. @throws Refusal `invalid_cursor` */
export async function listLow(
  db: Reader,
  filter: LowFilter,
  { limit = 50, cursor, page }: Partial<PageRequest>,
): Promise<Page<LowVariant>> {
  const after = cursor ? decodeSorted(cursor, LIST, KINDS) : null
  const rows = await db.all<Row>(sql`
    SELECT r.*,
           coalesce(r."imageId", (SELECT i.id FROM product_images i WHERE i.product_id = r."productId"
                                  ORDER BY i.position, i.id LIMIT 1)) AS "photoId"
    FROM (
      SELECT l.*, l.available * 1000000 / CASE WHEN l."lowStockAt" > 0 THEN l."lowStockAt" ELSE 1 END AS share,
             l.available - l."lowStockAt" AS short
      FROM (${lowVariants(filter)}) l
    ) r
    ${after ? sql`WHERE (r.share, r.short, r.id) > (${after[0] ?? 0}, ${after[1] ?? 0}, ${after[2] ?? 0})` : empty}
    ORDER BY r.share, r.short, r.id
    ${limitOf({ limit, ...(page && { page }) })}`)
  const shown = pageOf(rows, limit, ({ share, short, id }) => [LIST, share, short, id])
  const variants = await variantsById(
    db,
    shown.rows.map(({ id }) => id),
  )
  return {
    ...shown,
    rows: shown.rows.flatMap(({ id, lowStockAt, photoId }) => {
      const variant = variants.get(id)
      return variant ? [{ ...variant, lowStockAt, photoId }] : []
    }),
  }
}

export async function countLow(db: Reader, filter: LowFilter = {}): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM (${lowVariants(filter)}) l`)
  return row?.total ?? 0
}

/** Who delivers what is low. */
export async function lowSuppliers(db: Reader): Promise<string[]> {
  const rows = await db.all<{ supplier: string }>(sql`
    SELECT DISTINCT l.supplier FROM (${lowVariants({})}) l
    WHERE l.supplier IS NOT NULL
    ORDER BY l.supplier`)
  return rows.map(({ supplier }) => supplier)
}

/** What lapsed holds keep is available again: the last condition is the exact one, the first is of stored columns alone. */
function lowVariants(filter: LowFilter): Sql {
  const available = sql`v.stock - (${liveReserved(new Date().toISOString())})`
  return sql`
    SELECT v.id, v.product_id AS "productId", v.image_id AS "imageId", v.supplier,
           v.low_stock_at AS "lowStockAt", ${available} AS available
    FROM variants v
    JOIN products p ON p.id = v.product_id
    ${where([
      sql`v.archived_at IS NULL AND v.low_stock_at >= v.stock - v.reserved`,
      sql`p.archived_at IS NULL AND ${available} <= v.low_stock_at`,
      ...conditions(filter),
    ])}`
}

function conditions({ search = '', supplier, kind, categoryId }: LowFilter): Sql[] {
  const words = foldWords(search).map((word) => {
    const pattern = likePattern(word)
    return sql`(p.name_folded LIKE ${pattern} ESCAPE '\\' OR v.sku_folded LIKE ${pattern} ESCAPE '\\')`
  })
  return [
    ...words,
    ...(supplier === undefined ? [] : [sql`v.supplier = ${supplier}`]),
    ...(kind === undefined ? [] : [sql`p.kind = ${kind}`]),
    ...(categoryId === undefined ? [] : [sql`p.category_id = ${categoryId}`]),
  ]
}
