// Redirect target after sign-in, limited to local paths (OWASP: open redirects).

/** `next` if it is a local path, else `undefined`. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(next)) return undefined
  const url = new URL(next, 'http://hemline.invalid')
  // Browsers resolve dots, too: `/.//evil.example` becomes `//evil.example`, which is another host.
  if (url.host !== 'hemline.invalid' || url.pathname.startsWith('//')) return undefined
  return url.pathname.startsWith('/auth/') ? undefined : `${url.pathname}${url.search}`
}
