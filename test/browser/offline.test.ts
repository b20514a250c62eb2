// Offline pages of a tablet, and what its service worker caches.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { build, OWNER, testConfig } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'

const test = await browserTests(t)

/** A shop that can be stopped and restarted at the same address, with the same data. */
async function shop(t: Test) {
  const config = await testConfig(t, {
    ADMIN_EMAIL: OWNER.email,
    ADMIN_PASSWORD: OWNER.password,
  })
  const start = async (port: number) => {
    const app = await buildApp({ config, db: await openDatabase(config), strictViews: true })
    const url = await app.listen({ port, host: '127.0.0.1' })
    return { url, stop: () => app.close() }
  }
  let running = await start(0)
  const { url } = running
  t.teardown(() => running.stop())
  const restart = async () => {
    running = await start(Number(new URL(url).port))
  }
  return { url, stop: () => running.stop(), restart }
}

/** A signed-in tablet with an active service worker. */
async function tablet(browser: Browser, url: string): Promise<Page> {
  const { page } = await openWindow(browser, url)
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/admin')
  await page.evaluate(READY)
  return page
}

// Page code is text here, because the tests have Node's types.
const READY = 'navigator.serviceWorker.ready.then(() => true)'

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

/** URLs that the service worker has cached, with their content types. */
const cachedUrls = (page: Page) =>
  page.evaluate<string[]>(`(async () => {
    const kept = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const type = (await cache.match(request)).headers.get('content-type')
        kept.push(new URL(request.url).pathname + ' ' + type.split(';')[0])
      }
    }
    return kept
  })()`)

test('a page that cannot be fetched says so, and reloads with the connection', async (t, browser) => {
  const { url, stop, restart } = await shop(t)
  const page = await tablet(browser, url)
  await page.goto('/admin/customers')
  t.ok(await page.evaluate('navigator.serviceWorker.controller !== null'))

  await stop()
  await page.goto('/admin/orders')
  t.equal(await heading(page), 'No connection to the shop')
  t.equal(page.url(), `${url}/admin/orders`, 'the address stays, so that it can be tried again')
  const font = await page.evaluate('getComputedStyle(document.body).fontFamily')
  t.match(font, /system-ui/, 'it has its stylesheet')
  await page.getByRole('link', { name: 'Try again' }).click()
  t.equal(await heading(page), 'No connection to the shop')

  await restart()
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
})

test('no data of the shop is cached on the device', async (t, browser) => {
  const { url } = await shop(t)
  const page = await tablet(browser, url)
  for (const path of ['/admin/orders', '/admin/orders/new', '/profile', '/api/orders', '/']) {
    await page.goto(path)
  }
  await page.goto('/admin')
  const urls = await cachedUrls(page)
  const names = urls.map((entry) => entry.replace(/-[0-9a-f]{10}\./, '.')).sort()
  t.strictSame(names, [
    '/assets/app.css text/css',
    '/assets/app.js application/javascript',
    '/assets/favicon.svg image/svg+xml',
    '/assets/icons.svg image/svg+xml',
    '/offline text/html',
  ])
  const offline = await page.evaluate(`caches.match('/offline').then((kept) => kept.text())`)
  t.notMatch(offline, new RegExp(OWNER.fullName))
})

test('a new version of the service worker replaces the old one', async (t, browser) => {
  const { url } = await shop(t)
  const page = await tablet(browser, url)
  // As on a tablet that was used before an update.
  await page.evaluate(`(async () => {
    const cache = await caches.open('hemline older')
    await cache.put('/assets/app-0000000000.css', new Response('old'))
    const registration = await navigator.serviceWorker.getRegistration()
    await registration.unregister()
  })()`)
  t.match((await cachedUrls(page)).join(), '0000000000')
  await page.reload()
  await page.evaluate(READY)
  await page.waitForFunction('caches.keys().then((names) => names.length === 1)')
  t.notMatch((await cachedUrls(page)).join(), '0000000000')
})

test('over plain http in the shop everything works as before', async (t, browser) => {
  const app = await build(t)
  const { page, faults } = await openWindow(browser, 'http://shop.test')
  // Without https only localhost is a secure context, so the test uses another name.
  await page.route('http://shop.test/**', async (route) => {
    const { pathname, search } = new URL(route.request().url())
    const { statusCode: status, headers, rawPayload: body } = await app.inject(pathname + search)
    await route.fulfill({ status, headers: headers as Record<string, string>, body })
  })
  await page.goto('/auth/login')
  t.equal(await page.evaluate('isSecureContext'), false)
  t.equal(await page.evaluate('document.documentElement.className'), 'js', 'our script ran')
  t.strictSame(faults, [])
  // Pending requests of the page are answered before the shop closes.
  await page.unrouteAll({ behavior: 'wait' })
})
