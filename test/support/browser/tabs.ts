// Tab reuse: a window of a test is an emptied tab of an earlier one. A new one costs three times as much, because
// Chromium starts processes for it, and these compile every script anew.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

interface Shop {
  url: string
  options: BrowserContextOptions
}

const shops = new WeakMap<BrowserContext, Shop>()
const undos = new WeakMap<BrowserContext, (() => Promise<void>)[]>()

/** Tabs of finished tests, empty and signed out. */
let free: Page[] = []

/** A tab with its own cookies and storage. */
export async function openTab(browser: Browser, shop: Shop): Promise<Page> {
  const index = free.findIndex((page) => isOf(page, browser) && isSame(page, shop))
  const [found] = index === -1 ? [] : free.splice(index, 1)
  if (found) return found
  const context = await browser.newContext({ baseURL: shop.url, ...shop.options })
  shops.set(context, shop)
  return context.newPage()
}

const isOf = (page: Page, browser: Browser) => page.context().browser() === browser

const isSame = (page: Page, shop: Shop) =>
  JSON.stringify(shops.get(page.context())) === JSON.stringify(shop)

/** Runs `undo` before another test gets a tab of the context. */
export function onRelease(context: BrowserContext, undo: () => Promise<void>): void {
  undos.set(context, [...(undos.get(context) ?? []), undo])
}

/** Empties the tabs that are in use. Open pages would poll the shop, and slow down later tests. */
export async function releaseTabs(browser: Browser): Promise<void> {
  const isFree = new Set(free.map((page) => page.context()))
  const used = browser.contexts().filter((context) => !isFree.has(context))
  await Promise.all(used.map(release))
}

async function release(context: BrowserContext): Promise<void> {
  const shop = shops.get(context)
  const [page, ...others] = context.pages()
  if (!shop || !page) return context.close()
  await Promise.all(others.map((other) => other.close()))
  try {
    await page.goto('about:blank') // some pages write when they are left
  } catch {
    return context.close() // the test ended while the page loaded another one
  }
  await empty(page, shop)
  free.push(page)
}

const EVENTS = ['console', 'pageerror', 'request', 'response']

async function empty(page: Page, { url, options }: Shop): Promise<void> {
  const context = page.context()
  for (const event of EVENTS) {
    page.removeAllListeners(event)
    context.removeAllListeners(event)
  }
  for (const undo of undos.get(context) ?? []) await undo()
  undos.delete(context)
  await context.setOffline(false)
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'all' })
  await session.detach()
  await context.clearCookies()
  await page.setViewportSize(options.viewport ?? { width: 1280, height: 720 })
  const { colorScheme = 'light', reducedMotion = 'no-preference' } = options
  await page.emulateMedia({ media: null, colorScheme, reducedMotion })
}

/** Closes the tabs that are not in use. */
export async function closeTabs(): Promise<void> {
  const closing = free
  free = []
  await Promise.all(closing.map((page) => page.context().close()))
}
