// Reader of orders: the shop's currency and payment rules, and whose orders the viewer may see.
import type { FastifyRequest } from 'fastify'
import { findPaymentRules } from '../../../services/shop/payment-rules.ts'
import type { Reading } from './json.ts'

export async function readingOf(request: FastifyRequest): Promise<Reading> {
  const rules = await findPaymentRules(request.server.db)
  return { currency: rules.currency, rules }
}

/** Id of the customer to whose orders the viewer is restricted; `undefined` for staff, who see all. */
export function ownerOf(request: FastifyRequest): number | undefined {
  const { viewer } = request
  // An account without a customer owns no order: no customer has the id 0.
  return viewer?.role === 'customer' ? (viewer.customerId ?? 0) : undefined
}
