// Work of several transactions: the first is kept under the idempotency key of the request.
import type { FastifyRequest } from 'fastify'
import type { Writes } from '../../services/care/merge/index.ts'

export const writesOf = (request: FastifyRequest): Writes => ({
  first: (work) => request.once(work),
  next: (work) => request.change(work),
})
