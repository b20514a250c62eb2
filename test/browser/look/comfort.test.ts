// Accessibility preferences: large text, reduced motion, keyboard only.
import type { Page } from 'playwright-core'
import t from 'tap'
import { findChromium, launchChromium } from '../../../scripts/chromium.ts'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  heading,
  looksWell,
  openShop,
  press,
  signIn,
  visit,
} from '../../support/browser/journeys.ts'
import { addOrder } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
const order = await addOrder(office)
const ORDER = `/admin/orders/${order.id}`
const PAGES = ['/admin', '/admin/orders', '/admin/orders/new', ORDER, '/admin/customers']

test("text at 200 % of the browser's size fits", async (t) => {
  const executablePath = findChromium()
  if (!executablePath) return
  const browser = await launchChromium(executablePath, '--blink-settings=defaultFontSize=32')
  t.teardown(() => browser.close())
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ]) {
    const { page } = await visit(browser, url, { viewport })
    await page.goto('/admin')
    await signIn(page)
    await heading(page, 'Dashboard')
    t.equal(await page.evaluate('getComputedStyle(document.documentElement).fontSize'), '32px')
    for (const path of PAGES) {
      await page.goto(path)
      await looksWell(t, page, `${path} at ${viewport.width}, large`)
    }
  }
})

const MOVING = `document.getAnimations().filter(({ effect }) => effect.getComputedTiming().duration > 1).length`

test('with reduced motion nothing is animated', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await page.goto(ORDER)
  await signIn(page)
  await heading(page, `Order ${order.number}`)
  await press(page, 'Start work')
  t.equal(await page.evaluate(MOVING), 0)
  await page.getByRole('link', { name: 'Archive order' }).click()
  t.equal(await page.evaluate(MOVING), 0, 'not even a question')
})

const NOWHERE = `document.activeElement.matches('body, #main')`
const focused = (page: Page) =>
  page.evaluate<string>(`${NOWHERE} ? 'nowhere' : document.activeElement.textContent.trim()`)

test('after each step the keyboard focus is where the work continues', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  const own = await addOrder(office)
  await page.goto(`/admin/orders/${own.id}`)
  await signIn(page)
  await heading(page, `Order ${own.number}`)
  for (const [step, next] of [
    ['Start work', 'Mark ready'],
    ['Mark ready', 'Hand over'],
  ] as const) {
    await page.getByRole('button', { name: step }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: next }).waitFor()
    await page.locator('button:focus', { hasText: next }).waitFor()
    t.pass(`${step} leads on to what comes next`)
  }
  const fold = page.locator('summary').filter({ hasText: 'Take payment' })
  await fold.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Take payment', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.locator('#order-badges').getByText('Paid', { exact: true }).waitFor()
  // The badges arrive shortly before the card that takes the focus.
  await page.waitForFunction(`!${NOWHERE}`).catch(() => t.fail('a payment loses the focus'))
  t.not(await focused(page), 'nowhere', 'a payment does not lose the focus')

  await page.getByRole('link', { name: 'Archive order' }).focus()
  await page.keyboard.press('Enter')
  t.ok(
    await page.evaluate(`document.activeElement.closest('dialog') !== null`),
    'into the question',
  )
  await page.keyboard.press('Escape')
  t.match(await focused(page), 'Archive order', 'and back')
})
