// Content types of pages: accepts forms and query strings only, as browsers send them.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../lib/errors/refusal.ts'
import { unstorable } from '../../schemas/validation/storable.ts'

/** JSON can hold numbers and lists where forms have texts, so it is refused with 415. */
export function acceptForms(scope: FastifyInstance): void {
  scope.removeContentTypeParser(['application/json', 'text/plain'])
  scope.addHook('preValidation', async ({ query }: FastifyRequest) => {
    const errors = unstorable(query)
    if (errors.length === 0) return
    throw new Refusal('unreadable', 'invalid_parameter', errors[0]?.detail ?? '', { errors })
  })
}
