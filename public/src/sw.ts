// The service worker: keeps the files that are the same for everybody, and a page that says there is no connection.
// It keeps nothing of the shop, because the next person at this device may be somebody else.
export type {}

declare const self: ServiceWorkerGlobalScope
/** Set by the build: the files to keep, and a name that changes with them. */
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
  // Without cookies: the offline page as a visitor gets it, whoever is signed in here.
  const offline = new Request(OFFLINE, { credentials: 'omit', cache: 'reload' })
  await cache.addAll([offline, ...FILES])
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
  // The request goes out while the worker starts, so that no page waits for it.
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

/** A browser may have cleared the cache to make room: then the server has it. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request)
}
