// Prices a new or changed order: reports all wrong prices at once, then computes the amounts.

import { Problems } from '../../../lib/errors/input-problems.ts'
import type { DiscountInput } from '../../../schemas/orders/prices.ts'
import type { Settings } from '../../../schemas/shop/settings.ts'
import { type PricedItem, priceItems } from '../items.ts'
import type { NamedItem } from '../stock/named-items.ts'
import type { OrderItem } from '../types.ts'
import { countOrder, NO_DISCOUNT, parseDiscount } from './amounts.ts'
import type { Discounted, OrderAmounts, Taxed } from './arithmetic.ts'

export interface OrderTax extends Taxed {
  taxLabel: string | null
}

export interface PricedOrder extends Discounted, OrderTax, OrderAmounts {
  items: readonly PricedItem[]
}

interface PriceInput {
  items?: readonly NamedItem[] | undefined
  discount?: DiscountInput | null | undefined
}

/** The stored values: the tax and, for an existing order, its discount and items. */
type StoredPrices = OrderTax & Partial<Discounted> & { items?: readonly OrderItem[] }

/** Omitted fields keep their stored values. @throws Refusal `invalid_input` naming every wrong price and discount */
export function priceOrder(input: PriceInput, stored: StoredPrices, currency: string): PricedOrder {
  const problems = new Problems()
  const items = input.items
    ? problems.take(() => priceItems(input.items ?? [], currency, stored.items))
    : stored.items
  const { taxMode, taxRate, taxLabel, discountKind = null, discountValue = null } = stored
  const discount =
    input.discount === undefined
      ? { discountKind, discountValue }
      : problems.take(() => parseDiscount(input.discount, currency, '/discount'))
  problems.refuseAny()
  const terms = { ...NO_DISCOUNT, ...discount, taxMode, taxRate, taxLabel }
  return { items: items ?? [], ...terms, ...countOrder(terms, items ?? [], currency) }
}

export const taxNow = ({ taxMode, taxRate, taxLabel }: Settings): OrderTax =>
  taxMode === 'none' ? { taxMode, taxRate: 0, taxLabel: null } : { taxMode, taxRate, taxLabel }
