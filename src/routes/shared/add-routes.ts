// Adds the routes of several files to the same scope. `register` would give each file a scope of its own, which takes a
// third of the time of a start, and only a file with hooks or parsers needs one.
import type { FastifyInstance } from 'fastify'

type Routes = (scope: FastifyInstance, options: object) => Promise<void>

export async function addRoutes(scope: FastifyInstance, files: Routes[]): Promise<void> {
  for (const add of files) await add(scope, {})
}
