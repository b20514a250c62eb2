// Line breaking of amounts: none is broken or cut off, in any locale and at any width.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { account, program } from '../support/app.ts'
import { browserTests } from '../support/browser/chromium.ts'
import { openShop, signIn, visit } from '../support/browser/journeys.ts'
import { addOrder, inDays } from '../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)

const MILLION = '1234567.89'
const { id } = await addOrder(office, {
  items: [
    { itemName: 'Bridal gown with a long train', quantity: 1, unitPrice: MILLION },
    { itemName: 'Veil', quantity: 3, unitPrice: MILLION },
  ],
  discount: { percent: '5' },
  deadline: inDays(3),
})
await office.post(`/api/orders/${id}/payments`, {
  kind: 'deposit',
  method: 'cash',
  amount: MILLION,
})
const { customerId, trackingToken } = (await office.get(`/api/orders/${id}`)).json()

/** Locales with different thousands separators and currency positions. */
const LOCALES = ['en-US', 'fr-CA', 'de-CH', 'ar-EG']
const WIDTHS = [320, 360, 768, 1280]

const PAGES = [
  '/admin',
  '/admin/orders',
  `/admin/orders/${id}`,
  `/admin/orders/${id}/edit`,
  '/admin/customers',
  `/admin/customers/${customerId}`,
  '/admin/money',
  '/admin/money/payments',
  '/admin/money/cash-sheet',
  `/admin/orders/${id}/receipt`,
  `/track-order/${trackingToken}`,
]
const OWN_PAGES = ['/orders', `/orders/${id}`]

/** Numbers on the page longer than a phone number's groups that are broken over lines, or cut off. */
const FAULTS = `(() => {
  const scrolls = (part) => part && (getComputedStyle(part).overflowX === 'auto' || scrolls(part.parentElement))
  const faults = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; (node = texts.nextNode()); ) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest('.sr') || scrolls(node.parentElement)) continue
    for (const amount of node.data.matchAll(/\\p{Nd}[\\p{Nd}.,’\\u066b\\u066c\\u00a0\\u202f]{5,}\\p{Nd}/gu)) {
      const range = document.createRange()
      range.setStart(node, amount.index)
      range.setEnd(node, amount.index + amount[0].length)
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 1)
      const told = amount[0] + ' in ' + node.parentElement.outerHTML.slice(0, 120)
      if (boxes.some(({ top }) => Math.abs(top - boxes[0].top) > 8)) faults.push('broken: ' + told)
      const card = node.parentElement.closest('.stat, .card, main').getBoundingClientRect()
      const { left, right } = range.getBoundingClientRect()
      if (left < card.left - 1 || right > card.right + 1) faults.push('cut off: ' + told)
    }
  }
  return faults
})()`

/** One page load for all widths: no script depends on the width. */
async function look(t: Test, page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.evaluate(
    `document.querySelectorAll('main details').forEach((part) => { part.open = true })`,
  )
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    t.strictSame(await page.evaluate<string[]>(FAULTS), [], `${path} at ${width}`)
  }
}

/** One account for all locales: a customer has at most one. */
const amina = account(app, 'customer', customerId)

for (const locale of LOCALES) {
  test(`amounts of millions in ${locale} are neither broken nor cut off`, async (t, browser) => {
    await office.put('/api/settings', { locale })
    const { page } = await visit(browser, url, {})
    await page.goto('/admin')
    await signIn(page)
    await page.waitForURL('**/admin')
    const { page: guest } = await visit(browser, url, {})
    await guest.goto('/orders')
    await signIn(guest, await amina)
    await guest.waitForURL('**/orders')
    for (const path of PAGES) await look(t, page, path)
    for (const path of OWN_PAGES) await look(t, guest, path)
  })
}
