// Request data for PINs: that of a sign-in, the tablet's cookie, and the key of the server.
import type { FastifyRequest } from 'fastify'
import { tabletSecret } from '../../plugins/guards/tablet.ts'
import type { SwitchContext } from '../../services/access/devices/switch.ts'
import { signInContext } from './sign-in-context.ts'

export const pinContext = (request: FastifyRequest): SwitchContext => ({
  ...signInContext(request),
  pepper: request.server.config.cookieSecret,
  secret: tabletSecret(request),
})
