// `npm run screenshots`: every page of a sample shop, at the width of a phone, a tablet and a desk, light and dark,
// into screenshots/. `npm run screenshots -- orders order` takes only these.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { openDatabase } from '../src/db/open.ts'
import { findChromium, launchChromium, NO_CHROMIUM } from './chromium.ts'
import { fillShop } from './sample/shop.ts'
import { type Place, places } from './screenshots/places.ts'

const OUT = 'screenshots'
const WIDTHS = [360, 768, 1280]
const OWNER = { email: 'owner@example.com', password: 'needle and thread 7' }

async function main(wanted: readonly string[]): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(NO_CHROMIUM)
  const dataDir = await mkdtemp(join(tmpdir(), 'hemline-screenshots-'))
  const config = loadConfig({ DATA_DIR: dataDir, RATE_LIMIT_STAFF: '1000000' })
  const db = await openDatabase(config)
  await fillShop(db, { ...SAMPLE, now: new Date(), owner: OWNER })
  const app = await buildApp({ config, db })
  const browser = await launchChromium(executablePath)
  try {
    await mkdir(OUT, { recursive: true })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const chosen = (await places(db)).filter(({ name }) => !wanted.length || wanted.includes(name))
    for (const colorScheme of ['light', 'dark'] as const) {
      const options = { baseURL: url, colorScheme, reducedMotion: 'reduce' } as const
      const visitor = await browser.newPage(options)
      const owner = await browser.newPage(options)
      await signIn(owner)
      for (const place of chosen) {
        await photograph(place.visitor ? visitor : owner, place, colorScheme)
      }
    }
    console.log(`${chosen.length} pages are in ${OUT}/.`)
  } finally {
    await browser.close()
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const SAMPLE = { orders: 180, byRows: false, photographed: 12, seed: 1, progress: () => {} }

async function photograph(page: Page, place: Place, colours: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 768 ? 740 : 900 })
    await page.goto(place.path)
    await (place.before ?? unroll)(page)
    await page.screenshot({ path: join(OUT, `${place.name}-${width}-${colours}.png`) })
  }
}

/** As tall as the page: what sticks to the end of the screen then stands at the end of the page. */
async function unroll(page: Page): Promise<void> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height })
  // Pictures further down load only now.
  await page.evaluate(
    'Promise.all([...document.images].map((one) => one.decode().catch(() => null)))',
  )
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('/admin')
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
