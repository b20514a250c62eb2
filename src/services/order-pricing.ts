// Prices an order that comes in or is changed: every wrong price is named at once, and only then is it added up.

import type { OrderItemInput } from '../schemas/orders.ts'
import type { DiscountInput } from '../schemas/prices.ts'
import type { Settings } from '../schemas/settings.ts'
import { countOrder, NO_DISCOUNT, parseDiscount } from './order-amounts.ts'
import { type PricedItem, priceItems } from './order-items.ts'
import type { OrderItem } from './order-types.ts'
import type { Discounted, OrderAmounts, Taxed } from './prices.ts'
import { Problems } from './problems.ts'

/** What an order keeps of the tax there was when it was taken. */
export interface OrderTax extends Taxed {
  taxLabel: string | null
}

export interface PricedOrder extends Discounted, OrderTax, OrderAmounts {
  items: readonly PricedItem[]
}

interface Wanted {
  items?: readonly OrderItemInput[] | undefined
  discount?: DiscountInput | null | undefined
}

/** What stands already: the tax, and with an order that is there its discount and its items. */
type Standing = OrderTax & Partial<Discounted> & { items?: readonly OrderItem[] }

/**
 * What is left out stays as it stands.
 * @throws Refusal `invalid_input` naming every price and discount that is wrong
 */
export function priceOrder(wanted: Wanted, standing: Standing, currency: string): PricedOrder {
  const problems = new Problems()
  const items = wanted.items
    ? problems.take(() => priceItems(wanted.items ?? [], currency, standing.items))
    : standing.items
  const { taxMode, taxRate, taxLabel, discountKind = null, discountValue = null } = standing
  const discount =
    wanted.discount === undefined
      ? { discountKind, discountValue }
      : problems.take(() => parseDiscount(wanted.discount, currency, '/discount'))
  problems.refuseAny()
  const terms = { ...NO_DISCOUNT, ...discount, taxMode, taxRate, taxLabel }
  return { items: items ?? [], ...terms, ...countOrder(terms, items ?? [], currency) }
}

/** The tax of an order that is taken now. */
export const taxNow = ({ taxMode, taxRate, taxLabel }: Settings): OrderTax =>
  taxMode === 'none' ? { taxMode, taxRate: 0, taxLabel: null } : { taxMode, taxRate, taxLabel }
