// Visual and WCAG 2.2 checks of all pages but those of orders, at three widths, light and dark.
import t from 'tap'
import { account, OWNER } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { violations } from '../../support/browser/look.ts'
import { isOfOrders, look, openLookedAt, signInAt } from '../../support/browser/looked-at.ts'

const test = await browserTests(t)
const { app, paths, order, opened } = await openLookedAt(t)

const isOwn = (path: string) => /^\/(orders|profile)/.test(path)
const isPublic = (path: string) => /^\/(auth|track-order|$)/.test(path)

test('pages of the back office', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signInAt(page, OWNER)
  for (const path of paths.filter((path) => path.startsWith('/admin') && !isOfOrders(path)))
    await look(t, page, path)
  t.strictSame(faults, [])
})

test('the page frame, also dark on the phone and light on the desk', async (t, browser) => {
  const { page } = await opened(browser)
  await signInAt(page, OWNER)
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

test('pages of a customer', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signInAt(page, await account(app, 'customer', order.customerId))
  for (const path of paths.filter(isOwn)) await look(t, page, path)
  t.strictSame(faults, [])
})

test('pages of a visitor', async (t, browser) => {
  const { page, faults } = await opened(browser)
  for (const path of [...paths.filter(isPublic), '/no-such-page']) await look(t, page, path)
  // The browser logs the 404 of the last page.
  t.strictSame(
    faults.filter((fault) => !fault.includes('404')),
    [],
  )
})
