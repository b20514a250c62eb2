// Old browsers without cascade layers, which skip most of the stylesheet.
import type { FastifyInstance } from 'fastify'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { account, build, PASSWORD } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'

const test = await browserTests(t)

/** The stylesheet as such a browser parses it: without layers, with the fallback rules. */
function asRead(css: string): string {
  let rest = css
  for (let at = rest.indexOf('@layer'); at !== -1; at = rest.indexOf('@layer')) {
    rest = rest.slice(0, at) + rest.slice(endOfRule(rest, at))
  }
  return rest.replace(/@supports not \(\(text-emphasis[^{]*/, '@media all')
}

/** Position after the `;` or `}` that ends the rule. */
function endOfRule(css: string, from: number): number {
  for (let at = from, depth = 0; at < css.length; at++) {
    if (css[at] === '{') depth++
    if (css[at] === '}') depth--
    if (depth === 0 && (css[at] === ';' || css[at] === '}')) return at + 1
  }
  return css.length
}

async function age(context: BrowserContext, app: FastifyInstance): Promise<void> {
  await context.route('**/*.css', async (route) => {
    const { body } = await app.inject(new URL(route.request().url()).pathname)
    await route.fulfill({ contentType: 'text/css', body: asRead(body) })
  })
}

const LOOK = `({
  layers: [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => /Layer/.test(rule.constructor.name)).length,
  sideways: document.documentElement.scrollWidth - innerWidth,
  largestIcon: Math.max(...[...document.querySelectorAll('svg')].map((icon) => icon.getBoundingClientRect().width)),
  smallestButton: Math.min(...[...document.querySelectorAll('main button')].filter((one) => one.checkVisibility()).map((one) => one.offsetHeight)),
  margin: parseFloat(getComputedStyle(document.body).paddingLeft),
})`
interface Look {
  layers: number
  sideways: number
  largestIcon: number
  smallestButton: number
  margin: number
}

const look = async (page: Page, path: string): Promise<Look> => {
  await page.goto(path)
  return page.evaluate<Look>(LOOK)
}

test('without layers pages are plain but readable: no huge icons, nothing outside of the window', async (t, browser) => {
  const app = await build(t)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { email } = await account(app, 'admin')
  const viewport = { width: 360, height: 740 }
  const { page } = await openWindow(browser, url, { viewport, serviceWorkers: 'block' })
  await age(page.context(), app)
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/admin')
  for (const path of ['/admin', '/admin/orders', '/admin/orders/new', '/admin/customers']) {
    const seen = await look(page, path)
    t.equal(seen.layers, 0, 'it is an old browser')
    t.equal(seen.sideways, 0, `${path} fits`)
    t.ok(seen.largestIcon <= 32, `${path}: icons of ${seen.largestIcon} px`)
    t.ok(seen.smallestButton >= 44, `${path}: buttons of ${seen.smallestButton} px`)
    t.equal(seen.margin, 16)
  }
  await page.context().close()
})

test('a browser with layers ignores the fallback rules', async (t, browser) => {
  const app = await build(t)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { page } = await openWindow(browser, url)
  const seen = await look(page, '/auth/login')
  t.ok(seen.layers > 0)
  t.equal(seen.margin, 0)
  await page.context().close()
})
