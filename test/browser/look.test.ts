// Every page at the width of a phone, a tablet and a desk, light and dark, as a designer and WCAG 2.2 look at it.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { sql } from '../../src/db/sql.ts'
import { account, buildEmpty, OWNER, program } from '../helper.ts'
import { pageRoutes } from '../page-routes.ts'
import { fillSample } from '../sample-shop.ts'
import { browserTests, openWindow } from './chromium.ts'
import { discomforts, LAYOUT, prepare, shifted, unfold, violations } from './look.ts'

const test = await browserTests(t)
const app = await buildEmpty(t, { RATE_LIMIT_STAFF: '1000000', RATE_LIMIT_ANONYMOUS: '1000000' })
await fillSample(app.db, { orders: 12 })
const url = await app.listen({ port: 0, host: '127.0.0.1' })
const order = await app.db.get<{ id: number; customerId: number; token: string }>(sql`
  SELECT o.id, customer_id AS "customerId", tracking_token AS token
  FROM orders o
  JOIN order_images i ON i.order_id = o.id
  LIMIT 1`)
if (!order) throw new Error('The sample shop has no order with a photo')

const PATHS = pageRoutes(app).map((path) =>
  path
    .replace(':token', order.token)
    .replace(/orders\/:id/, `orders/${order.id}`)
    .replace(':id', '1'),
)
const isOwn = (path: string) => /^\/(orders|profile)/.test(path)
const isPublic = (path: string) => /^\/(auth|track-order|$)/.test(path)

/** A tablet shows the parts of a phone and of a desk: there only what depends on the width is asked again. */
const PHONE = { width: 360, colorScheme: 'light', rules: undefined } as const
const TABLET = { width: 768, colorScheme: 'light', rules: LAYOUT } as const
const DESK = { width: 1280, colorScheme: 'dark', rules: undefined } as const

async function signedIn(page: Page, who: { email: string; password: string }) {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(admin|orders)$/)
}

/** Looks at a page, light on the phone and dark on the desk: the colours of a part are the same in both. */
async function look(t: Test, page: Page, path: string): Promise<void> {
  for (const { width, colorScheme } of [DESK, TABLET, PHONE]) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await page.goto(path)
    t.ok((await shifted(page)) <= 0.1, `${path} at ${width}: nothing jumps`)
    t.strictSame(await discomforts(page), [], `${path} at ${width}: comfort`)
  }
  // No script asks for the width, so axe need not be loaded three times: it becomes three times as fast.
  for (const { width, colorScheme, rules } of [PHONE, TABLET, DESK]) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await unfold(page)
    t.strictSame(await violations(page, rules), [], `${path} at ${width}, ${colorScheme}: WCAG`)
  }
}

async function opened(browser: Browser) {
  const window = await openWindow(browser, url, { reducedMotion: 'reduce' })
  await prepare(window.page.context())
  return window
}

test('the back office', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signedIn(page, OWNER)
  for (const path of PATHS.filter((path) => path.startsWith('/admin'))) await look(t, page, path)
  t.strictSame(faults, [])
})

test('the frame around the pages, also dark on the phone and light on the desk', async (t, browser) => {
  const { page } = await opened(browser)
  await signedIn(page, OWNER)
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await page.goto('/admin')
    t.strictSame(await violations(page), [], `${width}, ${colorScheme}`)
  }
})

test('what a customer sees', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signedIn(page, await account(app, 'customer', order.customerId))
  for (const path of PATHS.filter(isOwn)) await look(t, page, path)
  t.strictSame(faults, [])
})

test('what a visitor sees', async (t, browser) => {
  const { page, faults } = await opened(browser)
  for (const path of [...PATHS.filter(isPublic), '/no-such-page']) await look(t, page, path)
  // The browser itself notes the answer 404 of the last one.
  t.strictSame(
    faults.filter((fault) => !fault.includes('404')),
    [],
  )
})

test('what opens: filters, menus, forms in a fold, questions', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signedIn(page, OWNER)
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/admin/orders', `/admin/orders/${order.id}`, '/admin/users/1']) {
      await page.goto(path)
      await page.evaluate(
        `for (const fold of document.querySelectorAll('details')) fold.open = true`,
      )
      t.strictSame(await discomforts(page), [], `${path} at ${width}, opened: comfort`)
      t.strictSame(await violations(page), [], `${path} at ${width}, opened: WCAG`)
    }
    await page.goto(`/admin/orders/${order.id}`)
    await page.getByRole('link', { name: 'Archive order' }).click()
    t.ok(await page.getByRole('dialog', { name: /^Archive order/ }).isVisible())
    t.strictSame(await discomforts(page), [], `a question at ${width}: comfort`)
    t.strictSame(await violations(page), [], `a question at ${width}: WCAG`)
    await page.keyboard.press('Escape')
    t.notOk(await page.getByRole('dialog').isVisible(), 'Escape is an answer')
  }
  t.strictSame(faults, [])
})

test('forms that were refused, and two versions of one order', async (t, browser) => {
  const { page } = await opened(browser)
  await signedIn(page, OWNER)
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/admin/orders/new')
    await page.getByLabel('Price each').fill('free')
    await page.getByRole('button', { name: 'Save order' }).click()
    await page.locator('#form-errors').waitFor()
    t.equal(await page.evaluate('document.activeElement.id'), 'form-errors', 'the eye is led there')
    t.strictSame(await discomforts(page), [], `a refused order at ${width}: comfort`)
    t.strictSame(await violations(page), [], `a refused order at ${width}: WCAG`)

    await page.goto(`/admin/orders/${order.id}/edit`)
    const notes = page.getByLabel('Only for staff')
    await (await program(app)).put(`/api/orders/${order.id}`, { notes: `Changed at ${width}` })
    await notes.fill('Mine')
    await page.getByRole('button', { name: 'Save order' }).click()
    await page.locator('#conflict').waitFor()
    t.equal(await notes.inputValue(), 'Mine')
    t.strictSame(await discomforts(page), [], `two versions at ${width}: comfort`)
    t.strictSame(await violations(page), [], `two versions at ${width}: WCAG`)
  }
})
