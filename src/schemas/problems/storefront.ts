// Error codes of carts and the checkout.
import { code } from './conflicts.ts'

export const STOREFRONT = {
  cart_empty: code(409, 'There is nothing in the cart.', 'Add an item: `POST /api/cart/items`.'),
  cart_full: code(
    409,
    'A cart holds no more different things.',
    'Order these first, or remove some.',
  ),
  not_offered: code(
    409,
    'Something in the cart is not sold any more.',
    '`items` names it. Remove it: `DELETE /api/cart/items/{id}`.',
  ),
  price_changed: code(
    409,
    'The total is not the one that the buyer has seen.',
    '`total` is the new one, and `prices` says what changed. Send `expectedTotal` once the buyer agrees.',
  ),
}
