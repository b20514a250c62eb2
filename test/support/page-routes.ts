// Addresses of all pages, from the app's routes, so that new pages are checked automatically.
import type { FastifyInstance } from 'fastify'

/** The API, files, and endless streams. */
const OTHERS = /^\/(api|healthz|metrics|logo)\b|\*|\.\w+$|\/stream$|\/images\//

/** Paths of GET routes that are pages: `/admin/orders/:id`. */
export function pageRoutes(app: FastifyInstance): string[] {
  const paths: string[] = []
  const above: string[] = []
  for (const line of app.printRoutes({ method: 'GET', commonPrefix: false }).split('\n')) {
    const [, indent, part] = /^(.*?[├└]── )(.+?) \(/.exec(line) ?? []
    if (indent === undefined || part === undefined) continue
    const depth = indent.length / 4 - 1
    above.length = depth
    above.push(part)
    paths.push(`/${above.join('').replace(/^\/+/, '')}`)
  }
  return paths.filter((path) => !OTHERS.test(path))
}
