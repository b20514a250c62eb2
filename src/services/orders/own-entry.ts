// Orders that a signed-in customer places: at the shop's prices, from its stock, with nothing that only staff decides.
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import { type FieldError, invalid, Refusal } from '../../lib/errors/refusal.ts'
import type { OrderInput } from '../../schemas/orders/index.ts'
import { getUser, updateUser } from '../access/users/index.ts'
import { createCustomer } from '../people/customers/index.ts'
import type { Change } from '../shared/change.ts'
import { createOrder } from './entry.ts'
import type { Order } from './types.ts'

const ALLOWED = ['items', 'deliveryMethod', 'shippingAddress', 'notes']
const ALLOWED_OF_ITEM = ['productId', 'variantId', 'quantity']

/**
 * The first order of an account without a customer adds the customer.
 * @throws Refusal `invalid_input` naming every field that is not theirs to decide, `out_of_stock`, `phone_missing`
 */
export async function placeOrder(
  change: Change,
  userId: number,
  input: OrderInput,
): Promise<Order> {
  const problems = [...fieldProblems(input), ...(await kindProblems(change, input))]
  if (problems.length > 0) throw invalid(...problems)
  const customerId = await customerOf(change, userId)
  return createOrder(change, { ...input, customerId }, 'online')
}

function fieldProblems(input: OrderInput): FieldError[] {
  const notTheirs = (pointer: string, allowed: readonly string[]) => ({
    pointer,
    code: 'unexpected',
    detail: `Only the shop decides this. Allowed: ${allowed.join(', ')}.`,
  })
  const ofOrder = Object.keys(input)
    .filter((name) => !ALLOWED.includes(name))
    .map((name) => notTheirs(`/${name}`, ALLOWED))
  const ofItems = input.items.flatMap((item, at) => [
    ...Object.keys(item)
      .filter((name) => !ALLOWED_OF_ITEM.includes(name))
      .map((name) => notTheirs(`/items/${at}/${name}`, ALLOWED_OF_ITEM)),
    ...(item.productId || item.variantId ? [] : [productMissing(at)]),
  ])
  return [...ofOrder, ...ofItems]
}

const productMissing = (at: number): FieldError => ({
  pointer: `/items/${at}/productId`,
  code: 'required',
  detail: 'Choose a product, with "productId" or "variantId".',
})

/** Material is for the workshop: for customers it is not there. */
async function kindProblems(db: Reader, { items }: OrderInput): Promise<FieldError[]> {
  const ids = items.flatMap(({ variantId }) => (variantId ? [variantId] : []))
  const products = items.flatMap(({ productId }) => (productId ? [productId] : []))
  const rows = await db.all<{ id: number; productId: number }>(sql`
    SELECT v.id, v.product_id AS "productId"
    FROM variants v
    JOIN products p ON p.id = v.product_id
    WHERE p.kind = 'material' AND (v.id IN (${list(ids)}) OR p.id IN (${list(products)}))`)
  const isMaterial = ({ variantId, productId }: OrderInput['items'][number]) =>
    rows.some((row) => row.id === variantId || row.productId === productId)
  return items.flatMap((item, at) => {
    if (!isMaterial(item)) return []
    const [field, word] = item.variantId ? ['variantId', 'variant'] : ['productId', 'product']
    const detail = `There is no such ${word}.`
    return [{ pointer: `/items/${at}/${field}`, code: 'reference', detail }]
  })
}

async function customerOf(change: Change, userId: number): Promise<number> {
  const { customerId, fullName, phoneNumber, email, address } = await getUser(change, userId)
  if (customerId !== null) return customerId
  if (phoneNumber === null) {
    const words = 'Add your phone number to your profile first, so that the shop can reach you.'
    throw new Refusal('conflict', 'phone_missing', words)
  }
  const { id } = await createCustomer(change, { name: fullName, phoneNumber, email, address })
  await updateUser(change, userId, { customerId: id })
  return id
}
