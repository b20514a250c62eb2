// Page checks of a shop with sample data: the Nu HTML checker on every page that a crawler reaches, Lighthouse on six
// main ones. Needs the built program, Java and Chromium; on CI (CI=true) none may be missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

if (!existsSync(`${here}node_modules/lighthouse`)) {
  const quietly = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  spawnSync('npm', quietly, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' })
}

const { openShop } = await import('./pages/shop.mjs')
const { crawl } = await import('./pages/crawl.mjs')
const { checkHtml } = await import('./pages/html.mjs')
const { measure } = await import('./pages/lighthouse.mjs')

/** Customers get them as a printed code. */
async function trackingPages({ fetch }) {
  const { data } = await (await fetch('/api/orders?limit=3', 'owner')).json()
  return data.map(({ trackingToken }) => `/track-order/${trackingToken}`)
}

const shop = await openShop()
try {
  const pages = [
    ...(await crawl(shop, 'owner')),
    ...(await crawl(shop, 'visitor', await trackingPages(shop))),
  ]
  const isValid = await checkHtml(pages)
  const isGood = await measure(shop)
  process.exitCode = isValid && isGood ? 0 : 1
} finally {
  await shop.close()
}
