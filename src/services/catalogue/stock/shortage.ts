// Lines of stock, and the refusal that names every line of which there is not enough.
import type { Reader } from '../../../db/database.ts'
import { type QuantityWords, quantityConflict } from '../../../lib/errors/quantity-words.ts'
import { ONE, quantityOf } from '../../../lib/quantity.ts'
import { nameOf, type Variant, variantsById } from '../variants/read.ts'

/** A quantity of a variant, in thousandths of its unit. */
export interface StockLine {
  variantId: number
  quantity: number
}

/** Equal variants added up, by id: every writer takes rows in this order. */
export function merged(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<number, number>()
  for (const { variantId, quantity } of lines) {
    sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  }
  return [...sums]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((a, b) => a.variantId - b.variantId)
}

/**
 * @param own what the asker keeps of a variant already, and so could still have
 * @throws Refusal `out_of_stock` (409) with `short`, if there are any lines
 */
export async function expectNoneShort(
  db: Reader,
  lines: readonly StockLine[],
  own: (variantId: number) => number | undefined = () => 0,
): Promise<void> {
  if (lines.length === 0) return
  const variants = await variantsById(
    db,
    lines.map(({ variantId }) => variantId),
  )
  const short = lines.map(({ variantId, quantity }) =>
    shortOf(variants.get(variantId), quantity, own(variantId) ?? 0),
  )
  const words: QuantityWords = (write) =>
    short.map((line) => `${nameOf(line)}: ${write(line.available * ONE)} left.`).join(' ')
  throw quantityConflict('out_of_stock', (write) => `Not enough in stock. ${words(write)}`, {
    short,
  })
}

const shortOf = (variant: Variant | undefined, wanted: number, own: number) => ({
  variantId: variant?.id ?? 0,
  productId: variant?.productId ?? 0,
  productName: variant?.productName ?? '',
  sku: variant?.sku ?? '',
  options: variant?.options ?? {},
  wanted: quantityOf(wanted),
  available: quantityOf((variant?.available ?? 0) + own),
})
