// Route table: distinguishes a wrong method from a wrong address (RFC 9110, section 15.5.6).
import type { FastifyContextConfig, FastifyInstance, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'

interface Entry {
  methods: Set<string>
  /** By method. */
  configs: Map<string, FastifyContextConfig>
  pattern: RegExp
}

async function routeTable(app: FastifyInstance) {
  const entries = new Map<string, Entry>()

  app.addHook('onRoute', (route: RouteOptions) => {
    const entry = entries.get(route.url) ?? newEntry(route.url)
    for (const method of [route.method].flat()) {
      entry.methods.add(method)
      entry.configs.set(method, route.config ?? {})
    }
    entries.set(route.url, entry)
  })

  app.decorate('routeTable', entries)
  app.decorate('methodsAt', (url: string) => {
    const path = url.split('?', 1)[0] ?? '/'
    const found = [...entries.values()].filter((entry) => entry.pattern.test(path))
    return [...new Set(found.flatMap((entry) => [...entry.methods]))].sort()
  })
}

const newEntry = (url: string): Entry => ({
  methods: new Set(),
  configs: new Map(),
  pattern: patternOf(url),
})

function patternOf(url: string): RegExp {
  const literal = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/:[A-Za-z]+/g, '[^/]+').replace(/\*/g, '.*')}/?$`)
}

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: ReadonlyMap<
      string,
      { methods: ReadonlySet<string>; configs: ReadonlyMap<string, FastifyContextConfig> }
    >
    /** The methods that routes accept at this address; empty if there is none. */
    methodsAt(url: string): string[]
  }
}

export default fp(routeTable, { name: 'route-table' })
