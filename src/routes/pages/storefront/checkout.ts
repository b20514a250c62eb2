// Checkout page: /checkout. One form makes an order of the cart; what was typed is kept with the cart.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { dictionary } from '../../../lib/dictionary.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { CheckoutInput } from '../../../schemas/storefront/checkout.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { getUser } from '../../../services/access/users/index.ts'
import { getCustomer } from '../../../services/people/customers/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { expectOpen } from '../../../services/shop/storefront.ts'
import { type Draft, saveDraft } from '../../../services/storefront/cart/draft.ts'
import { readCart } from '../../../services/storefront/cart/read.ts'
import { checkOut } from '../../../services/storefront/checkout.ts'
import { cartTokenOf, holderOf } from '../../shared/cart-cookie.ts'
import { type ByField, formOf, inputOf, type Refused, submitForm, valuesOf } from '../forms.ts'
import { cartPage } from './cart.ts'
import { shopPage, UNLISTED } from './shop-page.ts'

const config = { permission: 'public' } as const

const checkout: FastifyPluginAsyncTypebox = async (app) => {
  const preHandler = () => expectOpen(app.db)

  app.get('/checkout', { config, preHandler }, async (_request, reply) => checkoutPage(reply))

  app.post('/checkout', { config, preHandler }, async (request, reply) => {
    const values = valuesOf(formOf(request))
    if (values.to === 'cart') return keepAndReturn(request, reply, values)
    return submitForm(
      reply,
      async () => {
        const input = checked(CheckoutInput, inputFrom(request, values))
        const holder = holderOf(request)
        // The key is the page's own, so two carts never share it.
        const content = JSON.stringify([cartTokenOf(request), input])
        return request.once(async (change) => {
          const { number, trackingToken } = await checkOut(change, holder, input)
          return { number, trackingToken }
        }, content)
      },
      ({ number, trackingToken }) => {
        reply.flash('success', `Thank you. Your order ${number} is with us.`)
        return reply.redirect(`/track-order/${trackingToken}`, 303)
      },
      async (refused) => {
        await request.change((change) => saveDraft(change, holderOf(request), draftOf(values)))
        if (IN_THE_CART.has(refused.refusal.code)) return cartPage(reply, refused.message)
        return checkoutPage(reply, values, refused)
      },
    )
  })
}

/** What can only be mended in the cart. */
const IN_THE_CART = new Set(['out_of_stock', 'not_offered', 'cart_empty'])

async function keepAndReturn(request: FastifyRequest, reply: FastifyReply, values: ByField) {
  await request.change((change) => saveDraft(change, holderOf(request), draftOf(values)))
  return reply.redirect('/cart', 303)
}

const TYPED = ['name', 'email', 'phoneNumber', 'shippingAddress', 'notes'] as const

/** Characters of a field that are kept; more than any of them may have. */
const MOST_KEPT = 5_000

function draftOf(values: ByField): Draft {
  const id = Number(values.deliveryMethodId)
  return {
    ...Object.fromEntries(TYPED.map((name) => [name, (values[name] ?? '').slice(0, MOST_KEPT)])),
    ...(Number.isInteger(id) && id > 0 && { deliveryMethodId: id }),
  }
}

/** The total that the page showed for the chosen method is the one that the buyer agrees to. */
function inputFrom(request: FastifyRequest, values: ByField) {
  const { deliveryMethodId, ...typed } = inputOf(formOf(request))
  const fields = Object.fromEntries(TYPED.map((name) => [name, typed[name]]))
  const expectedTotal = values[`total-${deliveryMethodId}`]
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...(deliveryMethodId !== undefined && { deliveryMethodId: Number(deliveryMethodId) }),
    ...(expectedTotal && { expectedTotal }),
  }
}

async function checkoutPage(reply: FastifyReply, values?: ByField, refused?: Refused) {
  const { db } = reply.server
  const { request } = reply
  const cart = await readCart(db, holderOf(request))
  if (cart.items.length === 0 && !refused) return reply.redirect('/cart', 303)
  const { currency } = await findSettings(db)
  const typed = values ?? textsOf({ ...(await knownOf(request)), ...withoutBlanks(cart.draft) })
  const chosen = Number(typed.deliveryMethodId) || cart.delivery?.id
  return shopPage(reply, 'storefront/checkout/index', async () => ({
    title: 'Checkout',
    cart,
    values: dictionary(typed),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    chosen: chosen ?? null,
    expected: cart.deliveryMethods.map(({ id, total }) => ({
      name: `total-${id}`,
      value: formatAmount(total, currency),
    })),
    idempotencyKey: (refused && values?.idempotencyKey) || randomUUID(),
    machines: UNLISTED,
  }))
}

/** Who is signed in does not type again what the shop knows. */
async function knownOf({ server, viewer }: FastifyRequest): Promise<Draft> {
  if (!viewer) return {}
  const user = await getUser(server.db, viewer.id)
  const customer = user.customerId === null ? null : await getCustomer(server.db, user.customerId)
  return withoutBlanks({
    name: customer?.name ?? user.fullName,
    email: customer?.email ?? user.email,
    phoneNumber: customer?.phoneNumber ?? user.phoneNumber ?? '',
    shippingAddress: customer?.address ?? user.address ?? '',
  })
}

const withoutBlanks = (draft: Draft): Draft =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== '' && value !== null))

const textsOf = (draft: Draft): ByField =>
  Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, String(value)]))

export default checkout
