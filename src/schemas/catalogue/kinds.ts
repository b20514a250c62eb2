// Kinds of products.
import type { Static } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

export const PRODUCT_KINDS = ['ready_made', 'made_to_order', 'material'] as const
export const ProductKind = OneOf(PRODUCT_KINDS, {
  title: 'Kind',
  description:
    '`ready_made` is sold from stock, `made_to_order` is a model that is made for the customer, `material` is what the workshop uses; customers do not see material',
})
export type ProductKind = Static<typeof ProductKind>

/** What customers see. */
export const PUBLIC_KINDS = ['ready_made', 'made_to_order'] as const satisfies ProductKind[]
