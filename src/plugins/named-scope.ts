// Scope of routes or plugins with hooks of its own. Named, because Fastify searches all loaded modules for the name of
// a plugin that has none.
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'

export const namedScope = (name: string, scope: FastifyPluginAsync) =>
  fp(scope, { name, encapsulate: true })
