// Writes rows of variants; what is entered has been checked before.
import { list, sql } from '../../../db/sql.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { recordMovement } from '../stock/record.ts'
import { freeSku, optionsKey, type VariantFields } from './input.ts'

export interface NewVariant {
  fields: VariantFields
  /** What it begins with, in thousandths. */
  stock: number
  isArchived?: boolean
}

/**
 * @param wanted folded SKUs of variants that are stored with it, so not to be made for one without
 * @returns its id and its SKU
 */
export async function insertVariant(
  change: Change,
  { id: productId, name }: { id: number; name: string },
  { fields, stock, isArchived = false }: NewVariant,
  wanted: ReadonlySet<string>,
): Promise<{ id: number; sku: string }> {
  const sku = fields.sku || (await freeSku(change, name, fields.options, wanted))
  const { options, price, cost, supplier, barcode, unit, lowStockAt, imageId } = fields
  const row = await change.get<{ id: number }>(sql`
    INSERT INTO variants (product_id, position, sku, sku_folded, options, options_key, price, cost,
                          supplier, barcode, unit, low_stock_at, image_id, archived_at, created_at,
                          updated_at)
    VALUES (${productId},
            (SELECT coalesce(max(position), 0) + 1 FROM variants WHERE product_id = ${productId}),
            ${sku}, ${foldText(sku)}, ${JSON.stringify(Object.values(options))}, ${optionsKey(options)},
            ${price}, ${cost}, ${supplier}, ${barcode}, ${unit}, ${lowStockAt}, ${imageId},
            ${isArchived ? change.at : null}, ${change.at}, ${change.at})
    RETURNING id`)
  if (!row) throw new Error('INSERT ... RETURNING brought no row')
  await storeOptions(change, row.id, options)
  if (stock > 0)
    await recordMovement(change, { variantId: row.id, delta: stock, reason: 'opening' })
  return { id: row.id, sku }
}

/** Folded, of those that have one. */
export const skusOf = (
  entered: readonly { fields: Pick<VariantFields, 'sku'> }[],
): ReadonlySet<string> => new Set(entered.map(({ fields }) => foldText(fields.sku)))

export async function storeVariant(
  change: Change,
  id: number,
  fields: VariantFields,
): Promise<void> {
  const { sku, options, price, cost, supplier, barcode, unit, lowStockAt, imageId } = fields
  await change.run(sql`
    UPDATE variants
    SET sku = ${sku}, sku_folded = ${foldText(sku)}, options = ${JSON.stringify(Object.values(options))},
        options_key = ${optionsKey(options)}, price = ${price}, cost = ${cost}, supplier = ${supplier},
        barcode = ${barcode}, unit = ${unit}, low_stock_at = ${lowStockAt}, image_id = ${imageId},
        version = version + 1, updated_at = ${change.at}
    WHERE id = ${id}`)
  await storeOptions(change, id, options)
}

/** What filters look at. */
export async function storeOptions(
  change: Change,
  id: number,
  options: Record<string, string>,
): Promise<void> {
  await change.run(sql`DELETE FROM variant_options WHERE variant_id = ${id}`)
  for (const [name, value] of Object.entries(options)) {
    await change.run(sql`
      INSERT INTO variant_options (variant_id, name_folded, value_folded, name, value, created_at, updated_at)
      VALUES (${id}, ${foldText(name)}, ${foldText(value)}, ${name}, ${value}, ${change.at}, ${change.at})`)
  }
}

/** A character that no SKU and no value of an option has. */
const NOBODYS = '\u001f'

/**
 * Gives variants keys that no other has, until `storeVariant` writes theirs: unique indexes compare after each row, and
 * two variants that exchange a value would meet.
 */
export async function releaseKeys(change: Change, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await change.run(sql`
    UPDATE variants
    SET sku_folded = ${NOBODYS} || CAST(id AS TEXT), options_key = ${NOBODYS} || CAST(id AS TEXT),
        barcode = NULL
    WHERE id IN (${list(ids)})`)
}
