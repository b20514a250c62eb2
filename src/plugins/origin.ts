// The address under which people reach the shop: as configured, or as this request came.
import type { FastifyRequest } from 'fastify'

/** A full address, for a code on paper or a message. @param path begins with a slash */
export const linkTo = (request: FastifyRequest, path: string): string =>
  `${request.server.config.publicUrl ?? `${request.protocol}://${request.host}`}${path}`
