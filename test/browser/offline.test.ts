// The Wi-Fi is gone, or the computer in the back room: what a tablet shows, and what it keeps.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { build, OWNER, testConfig } from '../helper.ts'
import { browserTests, openWindow } from './chromium.ts'

const test = await browserTests(t)

/** A shop that can be stopped and opened again at the same address, with the same data. */
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

/** A tablet with somebody signed in, and the worker in its place. */
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

// What runs in the page is text here: the types of the tests are those of Node.
const READY = 'navigator.serviceWorker.ready.then(() => true)'

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

/** The addresses of all that the worker has put away, with what kind of thing it is. */
const keptOn = (page: Page) =>
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

test('a page that cannot be fetched says so, and comes back with the connection', async (t, browser) => {
  const { url, stop, restart } = await shop(t)
  const page = await tablet(browser, url)
  await page.goto('/admin/customers')
  t.ok(await page.evaluate('navigator.serviceWorker.controller !== null'))

  await stop()
  await page.goto('/admin/orders')
  t.equal(await heading(page), 'No connection to the shop')
  t.equal(page.url(), `${url}/admin/orders`, 'the address stays, so that it can be tried again')
  const font = await page.evaluate('getComputedStyle(document.body).fontFamily')
  t.match(font, /Inter/, 'it has its stylesheet')
  await page.getByRole('link', { name: 'Try again' }).click()
  t.equal(await heading(page), 'No connection to the shop')

  await restart()
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
})

test('nothing of the shop stays on the device', async (t, browser) => {
  const { url } = await shop(t)
  const page = await tablet(browser, url)
  for (const path of ['/admin/orders', '/admin/orders/new', '/profile', '/api/orders', '/']) {
    await page.goto(path)
  }
  await page.goto('/admin')
  const kept = await keptOn(page)
  const names = kept.map((entry) => entry.replace(/-[0-9a-f]{10}\./, '.')).sort()
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

test('a new edition takes the place of the old one', async (t, browser) => {
  const { url } = await shop(t)
  const page = await tablet(browser, url)
  // As a tablet that was here before an update.
  await page.evaluate(`(async () => {
    const cache = await caches.open('hemline older')
    await cache.put('/assets/app-0000000000.css', new Response('old'))
    const registration = await navigator.serviceWorker.getRegistration()
    await registration.unregister()
  })()`)
  t.match((await keptOn(page)).join(), '0000000000')
  await page.reload()
  await page.evaluate(READY)
  await page.waitForFunction('caches.keys().then((names) => names.length === 1)')
  t.notMatch((await keptOn(page)).join(), '0000000000')
})

test('over plain http in the shop nothing changes', async (t, browser) => {
  const app = await build(t)
  const { page, faults } = await openWindow(browser, 'http://shop.test')
  // Only this device itself counts as secure without https; by any other name it is a stranger.
  await page.route('http://shop.test/**', async (route) => {
    const { pathname, search } = new URL(route.request().url())
    const { statusCode: status, headers, rawPayload: body } = await app.inject(pathname + search)
    await route.fulfill({ status, headers: headers as Record<string, string>, body })
  })
  await page.goto('/auth/login')
  t.equal(await page.evaluate('isSecureContext'), false)
  t.equal(await page.evaluate('document.documentElement.className'), 'js', 'our script ran')
  t.strictSame(faults, [])
  // What the page still asks for gets its answer before the shop closes.
  await page.unrouteAll({ behavior: 'wait' })
})
