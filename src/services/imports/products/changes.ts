// What a row of a product file changes.
import type { VariantPatch } from '../../../schemas/catalogue/variants.ts'
import type { VariantFields } from '../../catalogue/variants/input.ts'
import type { KnownProduct, KnownVariant } from './catalogue.ts'

export interface Plan {
  /** Null: it is added. */
  product: KnownProduct | null
  variant: KnownVariant | null
  slug: string
  /** What changes of the product by column, without its state. */
  productChanges: Record<string, unknown>
  input: VariantPatch
  /** The variant afterwards. */
  fields: VariantFields
  /** The names of its fields that change. */
  variantChanges: string[]
  /** In thousandths; null: it stays. */
  stock: number | null
  restoresProduct: boolean
  archivesProduct: boolean
  restoresVariant: boolean
  archivesVariant: boolean
}

/** What the row changes, by column; empty if all is as it says. */
export function changesOf(plan: Plan): string[] {
  const { product, productChanges, variantChanges, stock } = plan
  const states = [
    ...(plan.restoresProduct || (product && plan.archivesProduct) ? ['productArchived'] : []),
    ...(plan.variant && (plan.restoresVariant || plan.archivesVariant) ? ['archived'] : []),
  ]
  const ofStock = stock === null ? [] : ['stock']
  return [...(product ? Object.keys(productChanges) : []), ...variantChanges, ...ofStock, ...states]
}

export const isAddition = ({ variant }: Plan): boolean => variant === null
