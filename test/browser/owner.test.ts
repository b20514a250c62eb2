// The owner in the evening: what is late, what was paid, and what the shop looks like.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { addOrder, inDays } from '../factories.ts'
import { program } from '../helper.ts'
import { browserTests } from './chromium.ts'
import { heading, looksWell, openShop, press, signIn, visit, WINDOWS } from './journeys.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)

for (const { name, ...options } of WINDOWS[0] ?? []) {
  test(`from the dashboard to a receipt, and a new name over the door, on a ${name}`, async (t, browser) => {
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
    await renameTheShop(t, page, `Needle & Thread, seen on a ${name}`)
    t.strictSame(faults, [])
  })
}

async function payAll(t: Test, page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: 'Record a payment' }).click()
  await looksWell(t, page, 'the form of a payment', { wcag: true })
  await press(page, 'Record')
  await page.locator('#order-badges').getByText('Paid', { exact: true }).waitFor()
  t.match(await page.locator('#order-payments .grand').textContent(), /\$0\.00/)
}

async function receipt(t: Test, page: Page, number: number): Promise<void> {
  await page.getByRole('link', { name: 'Receipt' }).click()
  await page.getByRole('link', { name: `Order ${number}` }).waitFor()
  t.match(await page.getByRole('article').textContent(), /185\.50/)
  await looksWell(t, page, 'the receipt', { wcag: true })
}

async function renameTheShop(t: Test, page: Page, shop: string): Promise<void> {
  await page.goto('/admin/settings')
  await page.getByLabel('Name of the shop').fill(shop)
  await press(page, 'Save settings')
  await page.getByRole('status').or(page.locator('.toast')).first().waitFor()
  await looksWell(t, page, 'the settings', { wcag: true })
  await page.goto('/admin')
  t.equal(await page.title(), `Dashboard · ${shop}`)
  const brand = page.locator('.brand').filter({ visible: true })
  t.match(await brand.textContent(), shop)
}
