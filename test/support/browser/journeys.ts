// Browser journey fixture: windows of three sizes, sign-in, and layout checks of each page.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import type { Test } from 'tap'
import { build, OWNER } from '../app.ts'
import { openWindow } from './chromium.ts'
import { layoutFaults, prepare, unfold, violations } from './look.ts'

const PHONE = { width: 360, height: 740 }
const TABLET = { width: 768, height: 1024 }
const DESK = { width: 1280, height: 800 }

/** Each width once; the other journey of a pair uses the other colour scheme. */
export const WINDOWS = (['light', 'dark'] as const).map((first, index) => {
  const second = index === 0 ? 'dark' : 'light'
  return [
    { name: `phone, ${first}`, viewport: PHONE, colorScheme: first, hasTouch: true },
    { name: `tablet, ${second}`, viewport: TABLET, colorScheme: second, hasTouch: true },
    { name: `desk, ${first}`, viewport: DESK, colorScheme: first },
  ] as const
})

export async function openShop(t: Test) {
  // Tracking codes point to the address that this listens on.
  const app = await build(t, { RATE_LIMIT_STAFF: '1000000', HOST: '127.0.0.1' })
  return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

/** A window without a session; its faults are recorded. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions) {
  const window = await openWindow(browser, url, { ...options, reducedMotion: 'reduce' })
  await prepare(window.page.context())
  return window
}

type Credentials = Pick<typeof OWNER, 'email' | 'password'>

export async function signIn(page: Page, { email, password }: Credentials = OWNER): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** No sideways scrolling, no small targets; with `wcag` axe runs too. */
export async function looksWell(t: Test, page: Page, what: string, { wcag = false } = {}) {
  t.strictSame(await layoutFaults(page), [], `${what}: comfort`)
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

/** A photo file as from a camera. */
export async function photo(name: string) {
  const create = { width: 300, height: 400, channels: 3, background: '#a35' } as const
  return { name, mimeType: 'image/jpeg', buffer: await sharp({ create }).jpeg().toBuffer() }
}
