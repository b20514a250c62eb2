// Client addresses for rate limits: an IPv6 client owns its whole /64.
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'

const IPV6_BITS = 64

/** IPv4, also if mapped into IPv6; of IPv6 the network. */
export const addressOf = (request: FastifyRequest): string => normalizeIP(request.ip, IPV6_BITS)
