// Tab reuse: what one test leaves in a tab is not there in the next.
import type { Page } from 'playwright-core'
import t from 'tap'
import { browserTests, openWindow } from './chromium.ts'
import { openShop, signIn, visit } from './journeys.ts'

const test = await browserTests(t)
const { url } = await openShop(t)

let first: Page | undefined

test('a test signs in, stores, and changes its window', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  first = page
  await page.goto('/admin')
  await signIn(page)
  await page.waitForURL('**/admin')
  await page.evaluate(`Promise.all([
    localStorage.drafts = '[]',
    sessionStorage.draft = 'key',
    caches.open('of a test'),
    navigator.serviceWorker.ready,
  ]).then(() => 0)`)
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  await page.context().newPage()
  await page.context().setOffline(true)
  t.equal(await page.evaluate('innerWidth'), 360)
})

const LEFT = `caches.keys().then((names) => ({
  stored: { ...localStorage, ...sessionStorage },
  caches: names.filter((name) => name === 'of a test'),
  width: innerWidth,
  isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  isPrint: matchMedia('print').matches,
  isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
  scripts: document.adoptedStyleSheets.length,
}))`

test('the next test gets the tab empty and signed out', async (t, browser) => {
  const { page } = await openWindow(browser, url, { reducedMotion: 'reduce' })
  t.equal(page, first, 'it is the same')
  t.equal(page.context().pages().length, 1)
  await page.goto('/admin')
  t.match(page.url(), '/auth/login')
  t.strictSame(await page.evaluate(LEFT), {
    stored: {},
    caches: [],
    width: 1280,
    isDark: false,
    isPrint: false,
    isStill: true,
    scripts: 0,
  })
})

test('two windows of one test are apart, and so are those with other options', async (t, browser) => {
  const windows = [
    await visit(browser, url, {}),
    await visit(browser, url, {}),
    await visit(browser, url, { hasTouch: true }),
  ]
  t.equal(new Set(windows.map(({ page }) => page.context())).size, 3)
})
