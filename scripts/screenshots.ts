// `npm run screenshots`: every page of a sample shop, at the width of a phone, a tablet and a desktop, light and dark,
// into screenshots/. `npm run screenshots -- orders order` takes only these.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config/index.ts'
import { openDatabase } from '../src/db/open.ts'
import { findChromium, launchChromium, NO_CHROMIUM } from './chromium.ts'
import { runCommand, UsageError } from './command.ts'
import { fillShop } from './sample/shop.ts'
import { type ScreenshotPage, screenshotPages } from './screenshots/pages.ts'

const HELP = `Usage: npm run screenshots -- [<page> ...]

Takes pictures of every page of a sample shop, or of those that are named, into screenshots/.
`

const OUT = 'screenshots'
const WIDTHS = [360, 768, 1280]
const OWNER = { email: 'owner@example.com', password: 'needle and thread 7' }

runCommand({ help: HELP, files: 1000 }, async (_options, wanted) => {
  const executablePath = findChromium()
  if (!executablePath) throw new UsageError(NO_CHROMIUM)
  const dataDir = await mkdtemp(join(tmpdir(), 'hemline-screenshots-'))
  const config = loadConfig({ DATA_DIR: dataDir, RATE_LIMIT_STAFF: '1000000' })
  const db = await openDatabase(config)
  await fillShop(db, { ...SAMPLE, now: new Date(), owner: OWNER })
  const app = await buildApp({ config, db })
  const browser = await launchChromium(executablePath)
  try {
    await mkdir(OUT, { recursive: true })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const chosen = named(await screenshotPages(db), wanted)
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
  return 0
})

function named(all: ScreenshotPage[], wanted: readonly string[]): ScreenshotPage[] {
  const unknown = wanted.find((name) => !all.some((place) => place.name === name))
  if (unknown === undefined)
    return all.filter(({ name }) => !wanted.length || wanted.includes(name))
  const names = all.map(({ name }) => name).join(', ')
  throw new UsageError(`There is no page "${unknown}". There are: ${names}.`)
}

const SAMPLE = { orders: 180, byRows: false, photographed: 12, seed: 1, progress: () => {} }

async function photograph(page: Page, place: ScreenshotPage, colours: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 768 ? 740 : 900 })
    await page.goto(place.path)
    await (place.before ?? unroll)(page)
    await page.screenshot({ path: join(OUT, `${place.name}-${width}-${colours}.png`) })
  }
}

/** Makes the window as tall as the page: sticky elements are then at the end of the page. */
async function unroll(page: Page): Promise<void> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height })
  // Loads lazy images.
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
