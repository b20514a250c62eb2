// Registers the service worker, for cached assets and the offline page. Browsers have it only in secure contexts
// (https, or the same device); elsewhere nothing changes.
if ('serviceWorker' in navigator) {
  // After load: its files are in the HTTP cache by then, and are not downloaded twice.
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // Storage may be forbidden or full: pages work without it.
    })
  })
}
