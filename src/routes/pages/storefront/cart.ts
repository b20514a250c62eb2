// Cart page: /cart. Whoever is not signed in has the cart of their cookie.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams, OneOf } from '../../../schemas/common.ts'
import { CartItemInput } from '../../../schemas/storefront/cart.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import { expectOpen } from '../../../services/shop/storefront.ts'
import { addToCart, setQuantity, setSaved } from '../../../services/storefront/cart/items.ts'
import { type Cart, readCart } from '../../../services/storefront/cart/read.ts'
import { holderOf, keepCartToken } from '../../shared/cart-cookie.ts'
import { formOf, inputOf, submitForm } from '../forms.ts'
import { safeNext } from '../next.ts'
import { shopPage, UNLISTED } from './shop-page.ts'

const config = { permission: 'public' } as const

/** What a button of an item does. */
const ItemForm = Type.Object({
  to: OneOf(['more', 'less', 'remove', 'save', 'back']),
  quantity: Type.Integer({ minimum: 1, maximum: 99 }),
})

const cart: FastifyPluginAsyncTypebox = async (app) => {
  const preHandler = () => expectOpen(app.db)

  app.get('/cart', { config, preHandler }, (_request, reply) => cartPage(reply))

  app.post(
    '/cart/items',
    { config: { ...config, visitorForm: true }, preHandler },
    async (request, reply) => {
      const form = formOf(request)
      const { next, ...typed } = inputOf(form)
      return submitForm(
        reply,
        () => {
          const input = checked(CartItemInput, typed)
          return request.change((change) => addToCart(change, holderOf(request), input))
        },
        async ({ token }) => {
          if (token !== null) keepCartToken(reply, token)
          reply.flash('success', 'It is in your cart.')
          return reply.redirect('/cart', 303)
        },
        ({ errors, message }) => {
          // The page of the product is the same for all who look at it, so the reason goes along for once.
          reply.flash('error', message ?? Object.values(errors).join(' '))
          return reply.code(303).redirect(safeNext(form.next) ?? '/cart')
        },
      )
    },
  )

  app.post(
    '/cart/items/:id',
    { config, preHandler, schema: { params: IdParams } },
    async (request, reply) => {
      const { id } = request.params
      return submitForm(
        reply,
        async () => {
          const { to, quantity } = checked(ItemForm, typedNumbers(request))
          const holder = holderOf(request)
          return request.change((change) => {
            if (to === 'save' || to === 'back') return setSaved(change, holder, id, to === 'save')
            const wanted = { more: quantity + 1, less: quantity - 1, remove: 0 }[to]
            return setQuantity(change, holder, id, wanted)
          })
        },
        () => reply.redirect('/cart', 303),
        ({ errors, message }) => cartPage(reply, message ?? Object.values(errors).join(' ')),
      )
    },
  )
}

const typedNumbers = (request: FastifyRequest) => {
  const { to, quantity } = inputOf(formOf(request))
  return { to, quantity: Number(quantity) }
}

export async function cartPage(reply: FastifyReply, problem: string | null = null) {
  const cart = await readCart(reply.server.db, holderOf(reply.request))
  return shopPage(reply, 'storefront/cart/index', async () => ({
    title: 'Your cart',
    cart,
    problem,
    isShort: cart.items.some(isShort),
    machines: UNLISTED,
  }))
}

/** There are fewer than the cart has, or it is not sold any more. */
const isShort = ({ available, quantity, isGone }: Cart['items'][number]) =>
  isGone || (available !== null && available < quantity)

export default cart
