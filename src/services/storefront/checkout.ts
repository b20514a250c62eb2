// The checkout: turns a cart into an order at the prices that the buyer saw, takes the stock and empties the cart.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { type FieldError, invalid, Refusal } from '../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../lib/money/amounts.ts'
import { normalizePhone, trimToNull } from '../../lib/text/normalize.ts'
import type { OrderInput } from '../../schemas/orders/index.ts'
import type { CheckoutInput } from '../../schemas/storefront/checkout.ts'
import { getUser, updateUser } from '../access/users/index.ts'
import { createOrder } from '../orders/entry.ts'
import type { Order } from '../orders/types.ts'
import { createCustomer, getCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import { findSettings } from '../shop/settings/read.ts'
import type { CartHolder } from './cart/holder.ts'
import { type Cart, type CartItem, type DeliveryChoice, readCart } from './cart/read.ts'

/**
 * @throws Refusal `invalid_input` naming every wrong field, `cart_empty`, `not_offered`, `price_changed`, `out_of_stock`
 */
export async function checkOut(
  change: Change,
  holder: CartHolder,
  input: CheckoutInput,
): Promise<Order> {
  const { currency } = await findSettings(change)
  const cart = await chosen(change, holder, input)
  expectInput(cart, input)
  expectOffered(cart)
  expectSeenPrices(cart, input, currency)
  const { delivery } = cart
  const order = await createOrder(
    change,
    {
      ...(await buyerOf(change, holder, input)),
      items: [...cart.items.map(itemOf), ...deliveryItem(delivery, currency)],
      deliveryMethod: delivery?.kind ?? 'pickup',
      ...(delivery?.kind === 'delivery' && { shippingAddress: input.shippingAddress ?? null }),
      notes: trimToNull(input.notes),
    },
    'online',
  )
  await emptyCart(change, cart)
  return order
}

/** The cart with the delivery method that the buyer chooses. */
async function chosen(db: Reader, holder: CartHolder, input: CheckoutInput): Promise<Cart> {
  const cart = await readCart(db, holder)
  const { deliveryMethod, deliveryMethodId } = input
  const wanted =
    deliveryMethodId ??
    (deliveryMethod && cart.deliveryMethods.find(({ kind }) => kind === deliveryMethod)?.id)
  if (wanted === undefined && deliveryMethod === undefined) return cart
  return readCart(db, holder, wanted ?? NONE)
}

/** No method has this id: it is refused as unknown. */
const NONE = 0

function expectInput({ delivery }: Cart, input: CheckoutInput): void {
  const problems: FieldError[] = []
  const { deliveryMethodId, deliveryMethod, payment, email, phoneNumber } = input
  if (trimToNull(email) === null && trimToNull(phoneNumber) === null) {
    const detail = 'Enter an e-mail address or a phone number, so that the shop can reach you.'
    problems.push({ pointer: '/phoneNumber', code: 'required', detail })
  }
  if (!delivery) {
    const pointer = deliveryMethodId === undefined ? '/deliveryMethod' : '/deliveryMethodId'
    const detail = 'The shop does not offer this way. Choose another one.'
    problems.push({ pointer, code: 'reference', detail })
  } else if (deliveryMethod && deliveryMethod !== delivery.kind) {
    const detail = 'This method is of the other kind. Give one of the two.'
    problems.push({ pointer: '/deliveryMethodId', code: 'contradiction', detail })
  } else if (delivery.kind === 'delivery' && trimToNull(input.shippingAddress) === null) {
    const detail = 'Enter the address that it goes to, or choose to pick it up.'
    problems.push({ pointer: '/shippingAddress', code: 'required', detail })
  }
  if (payment === 'online') {
    const detail = 'The shop takes no payments online yet. Choose to pay later.'
    problems.push({ pointer: '/payment', code: 'reference', detail })
  }
  if (problems.length > 0) throw invalid(...problems)
}

function expectOffered({ items }: Cart): void {
  if (items.length === 0) {
    throw new Refusal(
      'conflict',
      'cart_empty',
      'There is nothing in the cart. Add something first.',
    )
  }
  const gone = items.filter(({ isGone }) => isGone)
  if (gone.length === 0) return
  const names = gone.map(({ name }) => `"${name}"`).join(', ')
  throw new Refusal(
    'conflict',
    'not_offered',
    `Not offered any more: ${names}. Remove it to go on.`,
    {
      members: {
        items: gone.map(({ id, productId, variantId }) => ({ id, productId, variantId })),
      },
    },
  )
}

/** A total that the buyer named counts; without one, no price may differ from what was shown when it was added. */
function expectSeenPrices(
  { items, total }: Cart,
  { expectedTotal }: CheckoutInput,
  currency: string,
): void {
  const isAgreed =
    expectedTotal === undefined
      ? items.every(({ priceBefore }) => priceBefore === null)
      : parseAmount(expectedTotal, currency, '/expectedTotal') === total
  if (isAgreed) return
  const written = (amount: number) => formatAmount(amount, currency)
  const prices = items
    .filter(({ priceBefore }) => priceBefore !== null)
    .map(({ id, name, priceBefore, unitPrice }) => ({
      id,
      productName: name,
      before: written(priceBefore ?? 0),
      after: written(unitPrice),
    }))
  const words = 'Prices have changed since you put this into the cart. Look at the new total.'
  throw new Refusal('conflict', 'price_changed', words, {
    members: { total: written(total), prices },
  })
}

const itemOf = ({ variantId, quantity }: CartItem) => ({ variantId, quantity })

/** What delivery costs is a line of the order, so that its sums and its receipt are those of any other. */
function deliveryItem(delivery: DeliveryChoice | undefined, currency: string) {
  if (!delivery || delivery.cost === 0) return []
  return [
    { itemName: delivery.name, quantity: 1, unitPrice: formatAmount(delivery.cost, currency) },
  ]
}

type Buyer = Pick<OrderInput, 'customerId' | 'customer' | 'internalNotes'>

/** A guest is a new customer, even with a known number: it proves nothing. Staff can merge the two. */
async function buyerOf(change: Change, holder: CartHolder, input: CheckoutInput): Promise<Buyer> {
  const contact = {
    name: input.name,
    phoneNumber: trimToNull(input.phoneNumber) ?? '',
    email: trimToNull(input.email),
    address: trimToNull(input.shippingAddress),
  }
  if (!('userId' in holder)) return { customer: contact }
  const { customerId } = await getUser(change, holder.userId)
  if (customerId === null) {
    const { id } = await createCustomer(change, contact)
    await updateUser(change, holder.userId, { customerId: id })
    return { customerId: id }
  }
  const known = await getCustomer(change, customerId)
  const others = [
    contact.name !== known.name && contact.name,
    contact.phoneNumber &&
      normalizePhone(contact.phoneNumber) !== normalizePhone(known.phoneNumber) &&
      contact.phoneNumber,
    contact.email && contact.email.toLowerCase() !== known.email?.toLowerCase() && contact.email,
  ].filter(Boolean)
  if (others.length === 0) return { customerId }
  return { customerId, internalNotes: `Contact for this order: ${others.join(', ')}` }
}

async function emptyCart(change: Change, { id }: Cart): Promise<void> {
  await change.run(sql`DELETE FROM cart_items WHERE cart_id = ${id} AND saved = 0`)
  await change.run(sql`UPDATE carts SET draft = '{}', updated_at = ${change.at} WHERE id = ${id}`)
}
