// Who reads the catalogue: whoever may read products sees all, everybody else what customers see.
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../../lib/errors/refusal.ts'
import { findCaller, isKey } from '../../../services/access/callers.ts'
import { missing } from '../../../services/access/rights.ts'
import { can } from '../../../services/access/viewers.ts'
import type { Reading } from '../../../services/catalogue/categories.ts'

export function readingOf(request: FastifyRequest): Reading {
  const caller = findCaller(request)
  return caller && can(caller, 'products.read') ? 'staff' : 'public'
}

/**
 * Like `readingOf`, for a list that may be asked for archived rows.
 * @throws Refusal `sign_in_required` (401), `forbidden` (403)
 */
export function readingOfList(request: FastifyRequest, query: { archived?: boolean }): Reading {
  const reading = readingOf(request)
  if (reading === 'staff' || !query.archived) return reading
  const caller = findCaller(request)
  if (caller) throw missing('products.read', isKey(caller) ? caller : {})
  throw new Refusal('unauthenticated', 'sign_in_required', 'Sign in to see what is archived.')
}
