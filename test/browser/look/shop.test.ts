// Visual and WCAG 2.2 checks of the storefront, at three widths, light and dark, and in the shop's other colourways.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { violations } from '../../support/browser/look.ts'
import { look, openLookedAt } from '../../support/browser/looked-at.ts'

const test = await browserTests(t)
const { app, opened } = await openLookedAt(t)

const GOWN = '/products/evening-gown-in-satin'
const PAGES = [
  '/',
  '/products',
  '/products?category=dresses&option.Size=8',
  '/products?priceMax=1',
  GOWN,
  '/products/wool-trousers',
  '/search',
  '/search?q=dres',
  '/search?q=umbrella',
  '/about',
]

test('the storefront', async (t, browser) => {
  const { page, faults } = await opened(browser)
  for (const path of PAGES) await look(t, page, path)
  await page.goto(GOWN)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  for (const path of ['/cart', '/checkout', GOWN]) await look(t, page, path)
  await page.goto('/checkout')
  await page.getByRole('button', { name: 'Order for' }).click()
  t.equal(await page.locator('#form-errors').count(), 1)
  t.strictSame(await violations(page), [], 'a refused checkout')
  t.strictSame(
    faults.filter((fault) => !fault.includes('422')),
    [],
  )
})

test('the storefront in other colourways', async (t, browser) => {
  const { page } = await opened(browser)
  for (const colourway of ['rose', 'bottle', 'graphite'] as const) {
    await app.db.write((tx) => tx.run(sql`UPDATE settings SET colourway = ${colourway}`))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto('/')
      t.strictSame(await violations(page), [], `${colourway}, ${colorScheme}`)
    }
  }
})
