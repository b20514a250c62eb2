// Permission guard: every route declares what it needs; one without stops the start.
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal } from '../../lib/errors/refusal.ts'
import type { Permission } from '../../schemas/access/permissions.ts'
import { type Caller, findCaller, isKey } from '../../services/access/callers.ts'
import { missing } from '../../services/access/rights.ts'
import { can } from '../../services/access/viewers.ts'
import { isApi, isSafe } from '../requests/kind.ts'
import { refuseKey } from './api-keys.ts'

/** A permission; `account` for what is one's own, which an API key has not; `public` includes visitors. */
export type RoutePermission = Permission | 'account' | 'public'

/** Who else may call a route, without its permission, for what is theirs; the handler limits itself to that. */
export type AlsoFor = readonly 'customer'[]

async function permissions(app: FastifyInstance) {
  const undeclared: RouteOptions[] = []

  // Checked when all is registered: a hook of an inner scope (see `declarePermission`) runs after this one.
  app.addHook('onRoute', (route) => {
    undeclared.push(route)
  })
  app.addHook('onReady', async () => {
    const missing = undeclared.splice(0).filter((route) => !route.config?.permission)
    if (missing.length === 0) return
    const names = missing.map((route) => `${[route.method].flat().join(', ')} ${route.url}`)
    throw new Error(`Routes without config.permission: ${[...new Set(names)].join('; ')}`)
  })

  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) guard(request)
    done()
  })
}

/**
 * @throws Refusal `sign_in_required`, `bearer_required` (401), `forbidden`, `not_for_keys`,
 * `second_factor_setup_required` (403), those of a key
 */
function guard(request: FastifyRequest): void {
  refuseKey(request)
  const { permission, alsoFor, withoutSecondFactor } = request.routeOptions.config
  if (permission === 'public') return
  const caller = findCaller(request)
  if (!caller) throw signInRequired(request)
  if (!isKey(caller) && caller.lacksSecondFactor && !withoutSecondFactor) throw setUpRequired()
  if (permission === 'account') {
    if (isKey(caller)) throw notForKeys()
    return
  }
  if (permission === undefined) throw new Error('A route without config.permission was started')
  if (isAllowed(caller, permission, alsoFor)) return
  throw missing(permission, isKey(caller) ? caller : {})
}

function isAllowed(caller: Caller, permission: Permission, alsoFor: AlsoFor = []): boolean {
  return caller.role === 'customer' ? alsoFor.includes('customer') : can(caller, permission)
}

const notForKeys = () =>
  new Refusal(
    'forbidden',
    'not_for_keys',
    'This is about the account of whoever is signed in, and an API key has none. Sign in at /api/auth/login.',
  )

const setUpRequired = () =>
  new Refusal(
    'forbidden',
    'second_factor_setup_required',
    'Your role needs two-step sign-in. Set it up first.',
  )

function signInRequired(request: FastifyRequest): Refusal {
  if (request.lockedViewer) return tabletLocked()
  const asProgram = isApi(request) && !isSafe(request)
  return asProgram
    ? new Refusal(
        'unauthenticated',
        'bearer_required',
        'Send an access token of /api/auth/login, or an API key: "Authorization: Bearer ...". A cookie is not enough to change something here.',
      )
    : new Refusal('unauthenticated', 'sign_in_required', 'Sign in first.')
}

const tabletLocked = () =>
  new Refusal('unauthenticated', 'tablet_locked', 'This tablet is locked. Type your PIN.')

/**
 * An onRoute hook for routes of third-party plugins, which cannot declare a permission: `scope.addHook('onRoute',
 * declarePermission('public'))` before the plugin is registered in the scope.
 */
export const declarePermission = (permission: RoutePermission) => (route: RouteOptions) => {
  route.config = { ...route.config, permission: route.config?.permission ?? permission }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission
    alsoFor?: AlsoFor
    /** Also open to somebody who must set up a second factor before anything else. */
    withoutSecondFactor?: true
  }
}

export default fp(permissions, { name: 'permissions', dependencies: ['session'] })
