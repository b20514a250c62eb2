// Where to go after signing in: only ever a page of ours, whatever a link from outside asks for (OWASP: open redirects).
import type { Role } from '../../schemas/roles.ts'

/** The start page of a role. */
export const homeOf = (role: Role): string => (role === 'customer' ? '/orders' : '/admin')

/** `next` when it is the path of a page here, or undefined. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(next)) return undefined
  const url = new URL(next, 'http://hemline.invalid')
  // Browsers resolve dots, too: `/.//evil.example` becomes `//evil.example`, which is another host.
  if (url.host !== 'hemline.invalid' || url.pathname.startsWith('//')) return undefined
  return url.pathname.startsWith('/auth/') ? undefined : `${url.pathname}${url.search}`
}
