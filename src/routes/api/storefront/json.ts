// JSON of carts: decimal strings and links.
import { formatAmount } from '../../../lib/money/amounts.ts'
import type { CartJson } from '../../../schemas/storefront/cart.ts'
import { deliveryMethodJson } from '../../../services/shop/delivery-methods.ts'
import type { Settings } from '../../../services/shop/settings/read.ts'
import type { Cart, CartItem } from '../../../services/storefront/cart/read.ts'
import { productImageUrl } from '../catalogue/json.ts'

export function cartJson(cart: Cart, { currency }: Settings): CartJson {
  const written = (amount: number) => formatAmount(amount, currency)
  const item = (row: CartItem) => itemJson(row, written)
  return {
    cartToken: cart.token,
    currency,
    items: cart.items.map(item),
    saved: cart.saved.map(item),
    subtotal: written(cart.subtotal),
    delivery: written(cart.delivery?.cost ?? 0),
    deliveryMethodId: cart.delivery?.id ?? null,
    deliveryMethods: cart.deliveryMethods.map(({ cost, total, taxAmount, ...method }) => ({
      ...deliveryMethodJson(method, currency),
      cost: written(cost),
    })),
    tax: written(cart.taxAmount),
    total: written(cart.total),
  }
}

const itemJson = (row: CartItem, written: (amount: number) => string) => ({
  id: row.id,
  productId: row.productId,
  variantId: row.variantId,
  productName: row.name,
  slug: row.slug,
  options: row.options,
  imageUrl: row.imageId === null ? null : productImageUrl(row.productId, row.imageId),
  quantity: row.quantity,
  unitPrice: written(row.unitPrice),
  priceBefore: row.priceBefore === null ? null : written(row.priceBefore),
  lineTotal: written(row.lineTotal),
  available: row.available,
  isOffered: !row.isGone,
})
