// Buyers of one piece by every way in which the shop sells, all at the same time.
import type { FastifyInstance } from 'fastify'
import { account, type Browser, type Program, program, signedIn } from './app.ts'
import { newPhone } from './shop/factories.ts'

interface Answer {
  status: number
  /** What a refusal says is left; of a page its words. */
  left: unknown
}

export type Buyer = (variantId: number) => Promise<Answer>

const answerOf = ({ statusCode, body }: { statusCode: number; body: string }): Answer => ({
  status: statusCode,
  left: statusCode === 409 ? JSON.parse(body).short[0].available : undefined,
})

/** By the API of staff, a customer's own order, the form of the counter, and the checkout of a guest; in turns. */
export async function buyersOf(app: FastifyInstance, owner: Program): Promise<Buyer[]> {
  const { id } = (await owner.post('/api/customers', contact())).json()
  const amina = await program(app, await account(app, 'customer', id))
  const counter = await signedIn(app)
  await counter.get('/admin/orders/new')
  return [byApi(owner, id), byCustomer(amina), byForm(counter, id), byCheckout(app)]
}

const contact = () => ({ name: 'Amina Bello', phoneNumber: newPhone() })

const byApi =
  (owner: Program, customerId: number): Buyer =>
  async (variantId) =>
    answerOf(await owner.post('/api/orders', { customerId, items: [{ variantId, quantity: 1 }] }))

const byCustomer =
  (customer: Program): Buyer =>
  async (variantId) =>
    answerOf(await customer.post('/api/orders', { items: [{ variantId, quantity: 1 }] }))

const byForm =
  (counter: Browser, customerId: number): Buyer =>
  async (variantId) => {
    const { status, $ } = await counter.post('/admin/orders', {
      customerId: String(customerId),
      'items.0.variantId': String(variantId),
      'items.0.quantity': '1',
    })
    const words = $('#f-items-0-quantity-error').text()
    return { status: status === 303 ? 201 : status, left: Number.parseInt(words, 10) }
  }

/** The cart is filled while there is stock; the checkout is what may be too late. */
const byCheckout =
  (app: FastifyInstance): Buyer =>
  async (variantId) => {
    const payload = { variantId, quantity: 1 }
    const added = await app.inject({ method: 'POST', url: '/api/cart/items', payload })
    if (added.statusCode !== 201) return answerOf(added)
    const headers = { 'cart-token': added.json().cartToken }
    return answerOf(
      await app.inject({ method: 'POST', url: '/api/checkout', headers, payload: contact() }),
    )
  }
