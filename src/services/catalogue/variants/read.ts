// Reads variants with what of them is available. Quantities in thousandths of the unit, amounts in smallest units.
import type { Reader } from '../../../db/database.ts'
import { list, type Sql, sql, where } from '../../../db/sql.ts'
import { BoundedCache } from '../../../lib/cache/bounded-cache.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import { foldText, foldWords, likePattern } from '../../../lib/text/normalize.ts'
import type { ProductKind } from '../../../schemas/catalogue/products.ts'
import type { Unit } from '../../../schemas/catalogue/quantities.ts'
import type { VariantQuery } from '../../../schemas/catalogue/variants.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../../shared/paging.ts'

export interface Variant {
  id: number
  productId: number
  productName: string
  productArchivedAt: string | null
  kind: ProductKind
  sku: string
  /** Names of the product's options with the values of this variant. */
  options: Readonly<Record<string, string>>
  price: number
  cost: number | null
  supplier: string | null
  barcode: string | null
  unit: Unit
  stock: number
  /** What holds keep that have not lapsed. */
  reserved: number
  /** `stock` less `reserved`. */
  available: number
  lowStockAt: number | null
  imageId: number | null
  version: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

interface Row extends Omit<Variant, 'options' | 'available'> {
  names: string
  values: string
}

/** Without holds that have lapsed, released or not. @param at the time that counts, RFC 3339 in UTC */
export const liveReserved = (at: string): Sql => sql`
  CASE WHEN v.reserved = 0 THEN 0 ELSE (
    SELECT CAST(coalesce(sum(h.quantity), 0) AS BIGINT) FROM stock_holds h
    WHERE h.variant_id = v.id AND h.state = 'active' AND h.expires_at > ${at}) END`

const select = (at: string) => sql`
  SELECT v.id, v.product_id AS "productId", p.name AS "productName",
         p.archived_at AS "productArchivedAt", p.kind, v.sku,
         p.options AS names, v.options AS "values", v.price, v.cost, v.supplier, v.barcode, v.unit,
         v.stock, ${liveReserved(at)} AS reserved, v.low_stock_at AS "lowStockAt",
         v.image_id AS "imageId", v.version, v.archived_at AS "archivedAt",
         v.created_at AS "createdAt", v.updated_at AS "updatedAt"
  FROM variants v
  JOIN products p ON p.id = v.product_id`

/** In place: a list of products has hundreds of variants, and copying them took a third of its time. */
function variantOf(row: Row): Variant {
  const variant = row as Row & Variant
  variant.options = optionsOf(row.names, row.values)
  variant.available = row.stock - row.reserved
  return variant
}

/** Of an option that was added to the product after the variant. */
export const NO_VALUE = '–'

/** Shared by variants that have the same values, so not to be changed. */
export function optionsOf(names: string, values: string): Readonly<Record<string, string>> {
  const key = `${names}${values}`
  return optionSets.get(key) ?? optionSets.set(key, Object.freeze(parsedOptions(names, values)))
}

const optionSets = new BoundedCache<string, Readonly<Record<string, string>>>(2_000)

function parsedOptions(names: string, values: string): Record<string, string> {
  if (names === '[]') return {}
  const texts: string[] = JSON.parse(values)
  const pairs = (JSON.parse(names) as string[]).map((name, at) => [name, texts[at] ?? NO_VALUE])
  return Object.fromEntries(pairs)
}

const now = () => new Date().toISOString()

/** No more than its mark is available; one without a mark is never low. */
export const isLow = ({ available, lowStockAt }: Pick<Variant, 'available' | 'lowStockAt'>) =>
  lowStockAt !== null && available <= lowStockAt

/** Some of it is there, or it is made to order. */
export const canBeHad = ({ kind, available }: Pick<Variant, 'kind' | 'available'>): boolean =>
  kind === 'made_to_order' || available > 0

/** It, or its product, left the lists. */
export const isArchived = ({ archivedAt, productArchivedAt }: Variant): boolean =>
  archivedAt !== null || productArchivedAt !== null

/** 'Evening gown, S' */
export const nameOf = ({ productName, options }: Pick<Variant, 'productName' | 'options'>) =>
  [productName, ...Object.values(options)].join(', ')

/** Current variants of the products, in their order; by product. */
export async function variantsOf(
  db: Reader,
  productIds: readonly number[],
): Promise<Map<number, Variant[]>> {
  const rows = await db.all<Row>(sql`
    ${select(now())}
    WHERE v.product_id IN (${list(productIds)}) AND v.archived_at IS NULL
    ORDER BY v.product_id, v.position, v.id`)
  const byProduct = new Map<number, Variant[]>(productIds.map((id) => [id, []]))
  for (const row of rows) byProduct.get(row.productId)?.push(variantOf(row))
  return byProduct
}

/** Archived ones too, in the order in which they were added. */
export async function allVariantsOf(db: Reader, productIds: readonly number[]): Promise<Variant[]> {
  if (productIds.length === 0) return []
  const rows = await db.all<Row>(sql`
    ${select(now())}
    WHERE v.product_id IN (${list(productIds)})
    ORDER BY v.product_id, v.position, v.id`)
  return rows.map(variantOf)
}

export async function archivedVariantsOf(db: Reader, productId: number): Promise<Variant[]> {
  const rows = await db.all<Row>(sql`
    ${select(now())}
    WHERE v.product_id = ${productId} AND v.archived_at IS NOT NULL
    ORDER BY v.position, v.id`)
  return rows.map(variantOf)
}

/** Archived ones, too. */
export async function variantsById(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, Variant>> {
  if (ids.length === 0) return new Map()
  const rows = await db.all<Row>(sql`${select(now())} WHERE v.id IN (${list(ids)})`)
  return new Map(rows.map((row) => [row.id, variantOf(row)]))
}

/** @throws Refusal `not_found` */
export async function getVariant(db: Reader, id: number): Promise<Variant> {
  const row = await db.get<Row>(sql`${select(now())} WHERE v.id = ${id}`)
  if (!row) throw notFound('variant')
  return variantOf(row)
}

/** `all`: current and archived ones, as an export of everything has them. */
export interface VariantSearch extends Omit<VariantQuery, 'archived'> {
  archived?: boolean | 'all'
  kind?: ProductKind
}

/** By product and position; for staff. */
export async function listVariants(db: Reader, query: VariantSearch): Promise<Page<Variant>> {
  const limit = query.limit ?? 50
  const filters = variantConditions(query)
  if (query.cursor) {
    const [name, id] = decodeKeyset(query.cursor, 'variants', 'string')
    filters.push(sql`(p.name_folded, v.id) > (${name}, ${id})`)
  }
  const rows = await db.all<Row>(sql`
    ${select(now())}
    ${where(filters)}
    ORDER BY p.name_folded, v.id
    ${limitOf({ ...query, limit })}`)
  return {
    ...pageOf(rows, limit, (row) => ['variants', foldText(row.productName), row.id]),
    rows: rows.slice(0, limit).map(variantOf),
  }
}

export async function countVariants(db: Reader, query: VariantQuery): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total
    FROM variants v
    JOIN products p ON p.id = v.product_id
    ${where(variantConditions(query))}`)
  return row?.total ?? 0
}

function variantConditions(query: VariantSearch): Sql[] {
  const { productId, search, sku, barcode, low, archived, kind } = query
  const isCurrent = sql`(v.archived_at IS NULL AND p.archived_at IS NULL)`
  const filters = archived === 'all' ? [] : [archived ? sql`NOT ${isCurrent}` : isCurrent]
  if (kind !== undefined) filters.push(sql`p.kind = ${kind}`)
  if (productId !== undefined) filters.push(sql`v.product_id = ${productId}`)
  for (const word of foldWords(search ?? '')) {
    const pattern = likePattern(word)
    filters.push(
      sql`(p.name_folded LIKE ${pattern} ESCAPE '\\' OR v.sku_folded LIKE ${pattern} ESCAPE '\\')`,
    )
  }
  if (sku !== undefined) filters.push(sql`v.sku_folded = ${foldText(sku)}`)
  if (barcode !== undefined) filters.push(sql`v.barcode = ${barcode.trim()}`)
  if (low !== undefined) {
    const holds = liveReserved(now())
    filters.push(
      sql`coalesce(v.stock - (${holds}) <= v.low_stock_at, FALSE) = ${low ? sql`TRUE` : sql`FALSE`}`,
    )
  }
  return filters
}

/**
 * What somebody typed or scanned: the barcode or the SKU of a current variant, exactly.
 * @returns undefined if there is none
 */
export async function findByCode(db: Reader, code: string): Promise<Variant | undefined> {
  const row = await db.get<Row>(sql`
    ${select(now())}
    WHERE v.archived_at IS NULL AND p.archived_at IS NULL
      AND (v.barcode = ${code.trim()} OR v.sku_folded = ${foldText(code)})
    ORDER BY CASE WHEN v.barcode = ${code.trim()} THEN 0 ELSE 1 END, v.id
    LIMIT 1`)
  return row && variantOf(row)
}
