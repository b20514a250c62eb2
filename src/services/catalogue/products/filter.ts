// The filter of products as SQL: the one place that decides which products a list, a count or a facet has.
import { join, list, type Sql, sql } from '../../../db/sql.ts'
import { foldWords, likePattern } from '../../../lib/text/normalize.ts'
import type { ProductFilter } from '../../../schemas/catalogue/products.ts'
import { liveReserved } from '../variants/read.ts'

/**
 * Conditions on `p`, the products, and `c`, their categories. Price, options and availability are asked of one and the
 * same variant: a chosen size is there at that price.
 * @param at the time that counts for holds, RFC 3339 in UTC
 */
export function productConditions(filter: ProductFilter, at: string): Sql[] {
  const conditions = [filter.archived ? sql`p.archived_at IS NOT NULL` : sql`p.archived_at IS NULL`]
  if (filter.kinds) conditions.push(sql`p.kind IN (${list(filter.kinds)})`)
  if (filter.categoryId !== undefined) conditions.push(sql`p.category_id = ${filter.categoryId}`)
  if (filter.category !== undefined) conditions.push(sql`c.slug = ${filter.category}`)
  if (filter.featured !== undefined) conditions.push(sql`p.featured = ${filter.featured ? 1 : 0}`)
  for (const word of foldWords(filter.search ?? '')) {
    conditions.push(sql`p.search_text LIKE ${likePattern(word)} ESCAPE '\\'`)
  }
  if (filter.low) {
    conditions.push(sql`EXISTS (
      SELECT 1 FROM variants v
      WHERE v.product_id = p.id AND v.archived_at IS NULL AND v.low_stock_at IS NOT NULL
        AND v.stock - (${liveReserved(at)}) <= v.low_stock_at)`)
  }
  const ofVariant = variantConditions(filter, at)
  if (ofVariant.length > 0) {
    conditions.push(sql`EXISTS (
      SELECT 1 FROM variants v
      WHERE v.product_id = p.id AND v.archived_at IS NULL AND ${join(ofVariant, ' AND ')})`)
  }
  if (filter.available === false) {
    conditions.push(sql`NOT EXISTS (
      SELECT 1 FROM variants v
      WHERE v.product_id = p.id AND v.archived_at IS NULL AND ${isAvailable(at)})`)
  }
  return conditions
}

/** Conditions on `v`, variants of the product `p`. A chosen option must be available. */
export function variantConditions(filter: ProductFilter, at: string): Sql[] {
  const { priceMin, priceMax, available, options = {} } = filter
  const conditions: Sql[] = []
  if (priceMin !== undefined) conditions.push(sql`v.price >= ${priceMin}`)
  if (priceMax !== undefined) conditions.push(sql`v.price <= ${priceMax}`)
  const chosen = Object.entries(options)
  for (const [name, values] of chosen) {
    conditions.push(sql`EXISTS (
      SELECT 1 FROM variant_options x
      WHERE x.variant_id = v.id AND x.name_folded = ${name} AND x.value_folded IN (${list(values)}))`)
  }
  if (available || chosen.length > 0) conditions.push(isAvailable(at))
  return conditions
}

/** What is made to order is always available. */
export const isAvailable = (at: string): Sql =>
  sql`(p.kind = 'made_to_order' OR v.stock > (${liveReserved(at)}))`
