// Undecodable URLs (`/orders/%E0%A4%A`) get an ordinary error response.
import type { IncomingMessage } from 'node:http'

const unreadable = new WeakSet<object>()

/**
 * For Fastify's `rewriteUrl`. The router rejects such a URL before sessions, pages and hooks; with its percent signs
 * escaped it is routed, and refused by plugins/errors/index.ts.
 */
export function readableUrl(request: Sent): string {
  const url = isSignInOfProgram(request) ? `/api${request.url}` : (request.url ?? '/')
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

type Sent = Pick<IncomingMessage, 'url' | 'method' | 'headers'>

/**
 * Compatibility: programs sign up and in at the pages' addresses. A JSON body is a program's; no form of another site
 * can send one, so it needs no CSRF token.
 */
const isSignInOfProgram = ({ url = '', method, headers }: Sent): boolean =>
  method === 'POST' &&
  /^\/auth\/(login|register)\/?(\?|$)/.test(url) &&
  /^application\/json\b/i.test(headers['content-type'] ?? '')

/** True if the URL of this request could not be decoded. */
export const wasUnreadable = (request: IncomingMessage): boolean => unreadable.has(request)
