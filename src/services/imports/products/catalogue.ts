// The part of the catalogue that rows of a file are about: their products with all variants, whoever has their SKUs and
// barcodes, and their categories. Planned rows are added, so that later rows of the file see them.
import { setImmediate } from 'node:timers/promises'
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import type { ProductKind } from '../../../schemas/catalogue/products.ts'
import { PRODUCTS, type ProductRow } from '../../catalogue/products/read.ts'
import { optionsKey, type VariantFields } from '../../catalogue/variants/input.ts'
import { allVariantsOf } from '../../catalogue/variants/read.ts'
import { partsOf } from '../imported-rows.ts'
import { type Draft, slugIn } from './draft.ts'

export interface KnownProduct {
  /** Null: an earlier row of the file adds it. */
  id: number | null
  name: string
  slug: string
  description: string | null
  care: string | null
  kind: ProductKind
  category: string | null
  featured: boolean
  options: string[]
  version: number
  isArchived: boolean
  variants: KnownVariant[]
}

export interface KnownVariant extends VariantFields {
  id: number | null
  version: number
  /** In thousandths. */
  stock: number
  reserved: number
  isArchived: boolean
  hasMoved: boolean
  /** The row of the file that names it, if there was one. */
  line?: number
  product: KnownProduct
}

export class Catalogue {
  readonly #bySlug = new Map<string, KnownProduct>()
  readonly #bySku = new Map<string, KnownVariant>()
  readonly #byBarcode = new Map<string, KnownVariant>()
  /** By folded name: whether it is archived. */
  readonly #categories = new Map<string, boolean>()

  static async read(db: Reader, drafts: readonly Draft[]): Promise<Catalogue> {
    const catalogue = new Catalogue()
    for await (const part of partsOf(drafts)) {
      const ids = [...(await productIdsOf(db, part))]
      for await (const some of partsOf(ids)) await catalogue.#readProducts(db, some)
      await setNextTurn(drafts)
    }
    await catalogue.#readCategories(db, drafts)
    return catalogue
  }

  async #readProducts(db: Reader, ids: readonly number[]): Promise<void> {
    const unread = ids.filter((id) => !this.#ids.has(id))
    if (unread.length === 0) return
    const rows = await db.all<ProductRow>(sql`${PRODUCTS} WHERE p.id IN (${list(unread)})`)
    const products = new Map(rows.map((row) => [row.id, knownProduct(row)]))
    for (const product of products.values()) this.addProduct(product)
    const variants = await allVariantsOf(db, unread)
    const moved = await movedAmong(db, variants)
    for (const { productId, archivedAt, ...row } of variants) {
      const product = products.get(productId)
      if (!product) continue
      const facts = { isArchived: archivedAt !== null, hasMoved: moved.has(row.id) }
      this.addVariant({ ...row, ...facts, product })
    }
    for (const id of unread) this.#ids.add(id)
  }

  readonly #ids = new Set<number>()

  async #readCategories(db: Reader, drafts: readonly Draft[]): Promise<void> {
    const typed = new Set(drafts.flatMap(({ fields }) => fields.category ?? []))
    const names = new Set([...typed].map(foldText))
    for await (const part of partsOf([...names])) {
      const rows = await db.all<{ name: string; archivedAt: string | null }>(sql`
        SELECT name_folded AS name, archived_at AS "archivedAt"
        FROM categories
        WHERE name_folded IN (${list(part)})`)
      for (const { name, archivedAt } of rows) this.#categories.set(name, archivedAt !== null)
    }
  }

  productBySlug = (slug: string) => this.#bySlug.get(slug)
  variantBySku = (sku: string) => this.#bySku.get(foldText(sku))
  variantByBarcode = (barcode: string) => this.#byBarcode.get(barcode)

  categoryState(name: string): 'new' | 'archived' | 'current' {
    const isArchived = this.#categories.get(foldText(name))
    return isArchived === undefined ? 'new' : isArchived ? 'archived' : 'current'
  }

  addCategory(name: string): void {
    this.#categories.set(foldText(name), false)
  }

  addProduct(product: KnownProduct): void {
    this.#bySlug.set(product.slug, product)
  }

  addVariant(variant: KnownVariant): void {
    variant.product.variants.push(variant)
    this.indexVariant(variant)
  }

  /** Also after its barcode or its state has changed. */
  indexVariant(variant: KnownVariant): void {
    if (variant.sku) this.#bySku.set(foldText(variant.sku), variant)
    if (variant.barcode !== null && !variant.isArchived)
      this.#byBarcode.set(variant.barcode, variant)
  }

  forgetBarcode(barcode: string | null): void {
    if (barcode !== null) this.#byBarcode.delete(barcode)
  }
}

/** A check yields between its queries; the reading of a single row is part of a change, which must not. */
const setNextTurn = (drafts: readonly Draft[]) =>
  drafts.length > 1 ? setImmediate() : Promise.resolve()

async function productIdsOf(db: Reader, drafts: readonly Draft[]): Promise<Set<number>> {
  const slugs = [...new Set(drafts.flatMap((draft) => slugIn(draft) ?? []))]
  const skus = [...new Set(drafts.flatMap(({ fields }) => fields.sku ?? []).map(foldText))]
  const codes = [
    ...new Set(drafts.flatMap(({ fields }) => fields.barcode ?? []).map(normalizeLine)),
  ]
  const ids = new Set<number>()
  const queries = [
    slugs.length > 0 && sql`SELECT id FROM products WHERE slug IN (${list(slugs)})`,
    skus.length > 0 &&
      sql`SELECT product_id AS id FROM variants WHERE sku_folded IN (${list(skus)})`,
    codes.length > 0 &&
      sql`SELECT product_id AS id FROM variants WHERE barcode IN (${list(codes)}) AND archived_at IS NULL`,
  ]
  for (const query of queries) {
    if (!query) continue
    for (const { id } of await db.all<{ id: number }>(query)) ids.add(id)
  }
  return ids
}

const knownProduct = ({
  options,
  featured,
  categoryName,
  archivedAt,
  ...row
}: ProductRow): KnownProduct => ({
  ...row,
  category: categoryName,
  featured: featured === 1,
  options: JSON.parse(options) as string[],
  isArchived: archivedAt !== null,
  variants: [],
})

async function movedAmong(db: Reader, variants: readonly { id: number }[]): Promise<Set<number>> {
  const moved = new Set<number>()
  const ids = variants.map(({ id }) => id)
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await db.all<{ id: number }>(sql`
      SELECT v.id FROM variants v
      WHERE v.id IN (${list(ids.slice(start, start + 500))})
        AND EXISTS (SELECT 1 FROM stock_movements m WHERE m.variant_id = v.id)`)
    for (const { id } of rows) moved.add(id)
  }
  return moved
}

/** The current variant with these values. */
export const variantWith = (
  { variants }: KnownProduct,
  options: Record<string, string>,
): KnownVariant | undefined =>
  variants.find((one) => !one.isArchived && optionsKey(one.options) === optionsKey(options))
