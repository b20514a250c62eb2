// Who reads: the shop's currency and its rules about money, the reader's role, and whose orders they may see.
import type { FastifyRequest } from 'fastify'
import { findPaymentRules } from '../../services/payment-rules.ts'
import type { Reading } from './order-json.ts'

export async function readingOf(request: FastifyRequest): Promise<Reading> {
  const rules = await findPaymentRules(request.server.db)
  return { currency: rules.currency, rules, role: request.viewer?.role ?? 'customer' }
}

/** The customer whose orders alone the viewer may see; undefined for staff, who see all. */
export function ownerOf(request: FastifyRequest): number | undefined {
  const { viewer } = request
  // An account that belongs to no customer owns no order: no customer has the id 0.
  return viewer?.role === 'customer' ? (viewer.customerId ?? 0) : undefined
}
