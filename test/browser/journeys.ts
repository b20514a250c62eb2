// What the journeys of the shop have in common: windows of three sizes, who is signed in, and what a page must never do.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import type { Test } from 'tap'
import { build, OWNER } from '../helper.ts'
import { openWindow } from './chromium.ts'
import { discomforts, prepare, unfold, violations } from './look.ts'

const PHONE = { width: 360, height: 740 }
const TABLET = { width: 768, height: 1024 }
const DESK = { width: 1280, height: 800 }

/** Each width once; the other journey of a pair takes the other colours. */
export const WINDOWS = (['light', 'dark'] as const).map((first, index) => {
  const second = index === 0 ? 'dark' : 'light'
  return [
    { name: `phone, ${first}`, viewport: PHONE, colorScheme: first, hasTouch: true },
    { name: `tablet, ${second}`, viewport: TABLET, colorScheme: second, hasTouch: true },
    { name: `desk, ${first}`, viewport: DESK, colorScheme: first },
  ] as const
})

/** A shop that is open for business. */
export async function openShop(t: Test) {
  const app = await build(t, { RATE_LIMIT_STAFF: '1000000' })
  return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

/** A window in which nobody is signed in yet; what happens in it is watched. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions) {
  const window = await openWindow(browser, url, { ...options, reducedMotion: 'reduce' })
  await prepare(window.page.context())
  return window
}

export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Neither sideways scrolling nor small targets; with `wcag` axe looks too. */
export async function looksWell(t: Test, page: Page, what: string, { wcag = false } = {}) {
  t.strictSame(await discomforts(page), [], `${what}: comfort`)
  if (!wcag) return
  const size = page.viewportSize()
  await unfold(page)
  t.strictSame(await violations(page), [], `${what}: WCAG`)
  if (size) await page.setViewportSize(size)
}

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click()

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor()

/** What a camera hands over. */
export async function photo(name: string) {
  const create = { width: 300, height: 400, channels: 3, background: '#a35' } as const
  return { name, mimeType: 'image/jpeg', buffer: await sharp({ create }).jpeg().toBuffer() }
}
