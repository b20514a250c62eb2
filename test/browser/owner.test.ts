// Owner's work in a browser: late orders, payments, settings and the import of old orders.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { program } from '../support/app.ts'
import { browserTests } from '../support/browser/chromium.ts'
import {
  heading,
  looksWell,
  openShop,
  press,
  signIn,
  visit,
  WINDOWS,
} from '../support/browser/journeys.ts'
import { addOrder, inDays } from '../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)

for (const { name, ...options } of WINDOWS[0] ?? []) {
  test(`from the dashboard to a receipt and a new shop name, on a ${name}`, async (t, browser) => {
    const order = await addOrder(office, { deadline: inDays(-3) })
    const { page, faults } = await visit(browser, url, options)
    await page.goto('/admin')
    await signIn(page)
    await heading(page, 'Dashboard')
    await looksWell(t, page, 'the dashboard', { wcag: true })
    await page.getByRole('link', { name: /^Overdue/ }).click()
    await heading(page, 'Orders')
    await page.getByRole('link', { name: String(order.number) }).click()
    await heading(page, `Order ${order.number}`)
    await payAll(t, page)
    await receipt(t, page, order.number)
    await checkOldBooks(t, page)
    await renameTheShop(t, page, `Needle & Thread, seen on a ${name}`)
    t.strictSame(faults, [])
  })
}

async function payAll(t: Test, page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: 'Take payment' }).click()
  await looksWell(t, page, 'the form of a payment', { wcag: true })
  await press(page, 'Take payment')
  await page.locator('#order-badges').getByText('Paid', { exact: true }).waitFor()
  t.match(await page.locator('#order-payments .grand').textContent(), /\$0\.00/)
}

async function receipt(t: Test, page: Page, number: number): Promise<void> {
  await page.getByRole('link', { name: 'Receipt' }).click()
  await page.getByRole('link', { name: `Order ${number}` }).waitFor()
  t.match(await page.getByRole('article').textContent(), /185\.50/)
  await looksWell(t, page, 'the receipt', { wcag: true })
}

/** Both buttons of this form are named `action`. */
async function checkOldBooks(t: Test, page: Page): Promise<void> {
  await page.goto('/admin/import')
  await page
    .getByLabel('Or paste the table here')
    .fill('name,phoneNumber\nRosa Okafor,07700 900123')
  await press(page, 'Check customers')
  await page.getByRole('button', { name: /^Import .*customer$/ }).waitFor()
  await looksWell(t, page, 'the import')
}

async function renameTheShop(t: Test, page: Page, shop: string): Promise<void> {
  await page.goto('/admin/settings')
  await page.getByLabel('Shop name').fill(shop)
  await press(page, 'Save settings')
  await page.getByRole('status').or(page.locator('.toast')).first().waitFor()
  await looksWell(t, page, 'the settings', { wcag: true })
  await page.goto('/admin')
  t.equal(await page.title(), `Dashboard · ${shop}`)
  const brand = page.locator('.brand').filter({ visible: true })
  t.match(await brand.textContent(), shop)
}
