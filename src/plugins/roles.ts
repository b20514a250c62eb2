// Who may call what: every route declares its roles, and one that does not keeps the program from starting.
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { RouteRoles } from '../schemas/roles.ts'
import { Refusal } from '../services/refusal.ts'
import { isApi, isSafe } from './request-kind.ts'

async function roles(app: FastifyInstance) {
  const undeclared: RouteOptions[] = []

  // Judged when all is registered: a hook of an inner scope (see `declareRoles`) runs after this one.
  app.addHook('onRoute', (route) => {
    undeclared.push(route)
  })
  app.addHook('onReady', async () => {
    const missing = undeclared.splice(0).filter((route) => route.config?.roles === undefined)
    if (missing.length === 0) return
    const names = missing.map((route) => `${[route.method].flat().join(', ')} ${route.url}`)
    throw new Error(`Routes without config.roles: ${[...new Set(names)].join('; ')}`)
  })

  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) guard(request)
    done()
  })
}

/** @throws Refusal `sign_in_required`, `bearer_required` (401), `forbidden` (403) */
function guard(request: FastifyRequest): void {
  const allowed = request.routeOptions.config.roles ?? []
  if (allowed === 'public') return
  const { viewer } = request
  if (!viewer) throw signInRequired(request)
  if (allowed.includes(viewer.role)) return
  const message = 'Your account may not do this. Ask an administrator of the shop.'
  throw new Refusal('forbidden', 'forbidden', message)
}

function signInRequired(request: FastifyRequest): Refusal {
  const asProgram = isApi(request) && !isSafe(request)
  return asProgram
    ? new Refusal(
        'unauthenticated',
        'bearer_required',
        'Send an access token of /api/auth/login: "Authorization: Bearer ...". A cookie is not enough to change something here.',
      )
    : new Refusal('unauthenticated', 'sign_in_required', 'Sign in first.')
}

/**
 * An onRoute hook for a scope whose routes come from somebody else's plugin and so cannot say it themselves:
 * `scope.addHook('onRoute', declareRoles('public'))` before the plugin is registered in the scope.
 */
export const declareRoles = (roles: RouteRoles) => (route: RouteOptions) => {
  route.config = { ...route.config, roles: route.config?.roles ?? roles }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call this route. */
    roles?: RouteRoles
  }
}

export default fp(roles, { name: 'roles', dependencies: ['session'] })
