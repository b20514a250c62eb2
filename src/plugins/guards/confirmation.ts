// Confirmation guard: what is sensitive needs the password, typed lately. Programs with tokens of their own are never
// asked: their permissions decide. Forms are asked in routes/pages/access/confirm.ts, where nothing typed is lost.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { Permission } from '../../schemas/access/permissions.ts'
import { isConfirmed, spendGrant } from '../../services/access/sessions/confirmation.ts'
import { change, SYSTEM } from '../../services/shared/change.ts'
import { isApi, isSafe } from '../requests/kind.ts'
import type { RoutePermission } from './permissions.ts'

/** Whatever changes something with one of these is sensitive. */
const SENSITIVE: readonly RoutePermission[] = [
  'users.write',
  'roles.write',
  'keys.write',
  'devices.write',
  'settings.write',
  'payments.refund',
  'customers.erase',
] satisfies Permission[]

/** Downloads of lists: reading them is sensitive, too. */
const isExport = (permission: RoutePermission) => permission.endsWith('.export')

export async function isSensitive(request: FastifyRequest): Promise<boolean> {
  const { permission, uses } = request.routeOptions.config
  if (request.is404 || permission === undefined) return false
  const used = uses ? await uses(request) : permission
  return isExport(used) || (!isSafe(request) && SENSITIVE.includes(used))
}

/** Names a request for which a password may be typed in advance. */
export const grantFor = (method: string, url: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${url.split('?', 1)[0]}`

/** Whether a sensitive request may go on. Spends the grant of this one, if there is one. */
export async function mayGoOn(request: FastifyRequest): Promise<boolean> {
  const { viewer, method, url } = request
  if (!viewer || isConfirmed(viewer)) return true
  if (viewer.via !== 'cookie') return viewer.openedBy !== 'pin'
  const grant = grantFor(method, url)
  return request.server.db.write((tx) => spendGrant(change(tx, SYSTEM), viewer, grant))
}

const passwordNeeded = () =>
  new Refusal(
    'forbidden',
    'password_needed',
    'This needs your password. A session that was opened by PIN is not enough.',
  )

async function confirmation(app: FastifyInstance) {
  app.addHook('preValidation', async (request, reply) => {
    const isForm = !isSafe(request) && !isApi(request)
    if (isForm || !(await isSensitive(request)) || (await mayGoOn(request))) return
    const isPerson = isSafe(request) && /\btext\/html\b/.test(request.headers.accept ?? '')
    if (!isPerson) throw passwordNeeded()
    return reply.redirect(`/auth/confirm?next=${encodeURIComponent(request.url)}`, 303)
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The permission that this request uses, where its input decides whether it is more than that of the route. Called
     * before the input is validated.
     */
    uses?: (request: FastifyRequest) => RoutePermission | Promise<RoutePermission>
  }
}

export default fp(confirmation, { name: 'confirmation', dependencies: ['permissions', 'csrf'] })
