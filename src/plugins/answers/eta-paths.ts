// Cache of Eta's template paths: Eta resolves the path of a partial for each row, 1.2 µs each. Depends on version 4:
// `include` calls the method `resolvePath(template, { filepath })`, whose result follows from these two
// (test/plugins/library-behaviour.test.ts).
import type { Eta } from 'eta'
import { BoundedCache } from '../../lib/cache/bounded-cache.ts'

const LIMIT = 1_000

export function cacheTemplatePaths(eta: Eta): void {
  const resolve = eta.resolvePath
  if (!resolve) throw new TypeError('Eta has no resolvePath')
  const paths = new BoundedCache<string, string>(LIMIT)
  eta.resolvePath = (template, options) => {
    const key = `${options?.filepath ?? ''} ${template}`
    return paths.get(key) ?? paths.set(key, resolve.call(eta, template, options))
  }
}
