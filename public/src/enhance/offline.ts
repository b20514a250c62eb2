// Keeps the files on the device and says so when there is no connection. Browsers have this only where the
// connection cannot be listened to (https, or the same device); everywhere else nothing changes.
if ('serviceWorker' in navigator) {
  // After the page: what it keeps is then in the browser already, and comes over the wire once.
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // Storage may be forbidden or full: the pages work without.
    })
  })
}
