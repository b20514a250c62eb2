// Service worker: caches static assets and the offline page. No shop data, because the device may be shared.
export type {}

declare const self: ServiceWorkerGlobalScope
/** Set by the build: the files to cache, and a cache name that changes with them. */
declare const FILES: string[]
declare const EDITION: string

const OFFLINE = '/offline'
const CACHE = `hemline ${EDITION}`

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (request.mode === 'navigate') event.respondWith(page(event))
  else if (origin === self.location.origin && FILES.includes(pathname)) {
    event.respondWith(kept(request))
  }
})

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE)
  // Without cookies: the offline page as for a visitor, whoever is signed in.
  const offline = new Request(OFFLINE, { credentials: 'omit', cache: 'reload' })
  await cache.addAll([offline, ...FILES])
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
  // Starts the request while the worker starts, so that no page waits for it.
  await self.registration.navigationPreload?.enable()
}

async function page(event: FetchEvent): Promise<Response> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    const cache = await caches.open(CACHE)
    return (await cache.match(OFFLINE)) ?? Response.error()
  }
}

/** The browser may have evicted the cache: then from the server. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request)
}
