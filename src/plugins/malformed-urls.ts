// An address that cannot be decoded (`/orders/%E0%A4%A`) still gets the answer of an ordinary request.
import type { IncomingMessage } from 'node:http'

const unreadable = new WeakSet<object>()

/**
 * For Fastify's `rewriteUrl`. The router gives up on such an address before there is a session, a page, or a hook;
 * with its percent signs taken literally it is routed like any other, and refused by plugins/errors.ts.
 */
export function readableUrl(request: { url?: string | undefined }): string {
  const url = request.url ?? '/'
  if (!url.includes('%')) return url
  const [path = '/', query] = url.split('?', 2)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    unreadable.add(request)
    const literal = path.replaceAll('%', '%25')
    return query === undefined ? literal : `${literal}?${query}`
  }
}

/** Whether the address of this request could not be decoded. */
export const wasUnreadable = (request: IncomingMessage): boolean => unreadable.has(request)
