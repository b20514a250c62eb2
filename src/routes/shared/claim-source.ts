// Who tries a code, and from where: what wrong codes are counted by.
import type { FastifyRequest } from 'fastify'
import { addressOf } from '../../plugins/guards/address.ts'
import { viewerOf } from '../../services/access/viewers.ts'
import type { ClaimSource } from '../../services/care/claims/attempts.ts'

export const claimSource = (request: FastifyRequest): ClaimSource => ({
  userId: viewerOf(request).id,
  address: addressOf(request),
})
