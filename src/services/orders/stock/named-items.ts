// Items that name a product of the catalogue: they get its name and price where none is given.
import type { Reader } from '../../../db/database.ts'
import { list, sql } from '../../../db/sql.ts'
import type { Problems } from '../../../lib/errors/input-problems.ts'
import type { FieldError } from '../../../lib/errors/refusal.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import type { OrderItemInput } from '../../../schemas/orders/items.ts'
import { isArchived, nameOf, type Variant, variantsById } from '../../catalogue/variants/read.ts'
import type { Order, OrderItem } from '../types.ts'

export interface NamedItem
  extends Omit<OrderItemInput, 'itemName' | 'unitPrice' | 'productId' | 'variantId'> {
  itemName: string
  unitPrice: string | number
  productId: number | null
  variantId: number | null
}

/**
 * @param problems gets what is wrong with the products
 * @param before the order that is changed: its items keep their variant unless another is given, even an archived one
 */
export async function nameItems(
  db: Reader,
  items: readonly OrderItemInput[],
  currency: string,
  problems: Problems,
  before?: Order,
): Promise<NamedItem[]> {
  const stored = items.map(({ id }) => before?.items.find((item) => item.id === id))
  if (!items.some(isOfCatalogue) && !stored.some((item) => item?.variantId)) {
    return items.map((item) => named(item, undefined, currency))
  }
  const byProduct = await onlyVariants(db, items)
  const wanted = items.map((item, at) => wantedOf(item, stored[at], byProduct))
  const variants = await variantsById(
    db,
    wanted.filter((id) => typeof id === 'number'),
  )
  return items.map((item, at) => {
    const id = wanted[at]
    if (id === null || id === undefined) return named(item, undefined, currency)
    const variant = typeof id === 'number' ? variants.get(id) : undefined
    const isKept = stored[at]?.variantId === id
    problems.add(problemsOf(item, variant, id, isKept, `/items/${at}`))
    return named(item, variant, currency)
  })
}

const isOfCatalogue = ({ productId, variantId }: OrderItemInput) => Boolean(productId || variantId)

/** The only current variant of each product; several when it has several. */
async function onlyVariants(
  db: Reader,
  items: readonly OrderItemInput[],
): Promise<Map<number, number | 'several'>> {
  const ids = items.flatMap(({ productId, variantId }) =>
    productId && !variantId ? [productId] : [],
  )
  if (ids.length === 0) return new Map()
  const rows = await db.all<{ id: number; variant: number; variants: number }>(sql`
    SELECT v.product_id AS id, min(v.id) AS variant, count(*) AS variants
    FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE v.product_id IN (${list(ids)}) AND v.archived_at IS NULL AND p.archived_at IS NULL
    GROUP BY v.product_id`)
  return new Map(rows.map((row) => [row.id, row.variants === 1 ? row.variant : 'several']))
}

/** Null takes the item off the catalogue; 'none' is a product that is not there. */
type Wanted = number | null | 'several' | 'none'

function wantedOf(
  { productId, variantId }: OrderItemInput,
  stored: OrderItem | undefined,
  byProduct: ReadonlyMap<number, number | 'several'>,
): Wanted {
  if (variantId !== undefined) return variantId
  if (productId === undefined) return stored?.variantId ?? null
  return byProduct.get(productId) ?? 'none'
}

function problemsOf(
  { productId, variantId }: OrderItemInput,
  variant: Variant | undefined,
  wanted: Wanted,
  isKept: boolean,
  at: string,
): FieldError[] {
  const field = variantId ? 'variantId' : 'productId'
  const wrong = (detail: string, pointer = `${at}/${field}`) => [
    { pointer, code: 'reference', detail },
  ]
  if (wanted === 'several') {
    return wrong('This product has several variants. Choose one of them with "variantId".')
  }
  if (!variant) {
    return wrong(`There is no such ${field === 'variantId' ? 'variant' : 'product'}.`)
  }
  if (productId && productId !== variant.productId) {
    return wrong('The variant is of another product.', `${at}/productId`)
  }
  if (isKept || !isArchived(variant)) return []
  return wrong(`${nameOf(variant)} is archived. Restore it first, or choose another one.`)
}

const named = (
  item: OrderItemInput,
  variant: Variant | undefined,
  currency: string,
): NamedItem => ({
  ...item,
  itemName: item.itemName ?? (variant ? itemNameOf(variant) : ''),
  unitPrice: item.unitPrice ?? (variant ? formatAmount(variant.price, currency) : '0'),
  productId: variant?.productId ?? null,
  variantId: variant?.id ?? null,
})

/** 'Evening gown, S', as long as an item's name can be. */
const itemNameOf = (variant: Variant): string => [...nameOf(variant)].slice(0, 120).join('')
