// Ticket codes in the workshop: a QR code opens its order, with and without a signed-in person.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { qrCodeUrl } from '../../src/lib/qr-code.ts'
import { program } from '../support/app.ts'
import { browserTests } from '../support/browser/chromium.ts'
import {
  heading,
  looksWell,
  openShop,
  photo,
  press,
  signIn,
  visit,
  WINDOWS,
} from '../support/browser/journeys.ts'
import { addOrder } from '../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)

for (const { name, ...options } of WINDOWS[1] ?? []) {
  test(`from the ticket to a photo of the finished garment, on a ${name}`, async (t, browser) => {
    const order = await addOrder(office)
    const { page, faults } = await visit(browser, url, options)
    await page.goto(`/admin/orders/${order.id}/ticket`)
    await signIn(page)
    const address = await addressOn(t, page, order.id)

    await page.context().clearCookies({ name: 'hemline' })
    await page.goto(address)
    await heading(page, 'Sign in')
    await signIn(page)
    await heading(page, `Order ${order.number}`)
    t.equal(page.url(), address, 'the sign-in leads on to the order')

    await page.goto(address)
    await heading(page, `Order ${order.number}`)
    await workOn(t, page)
    await photograph(t, page)
    await looksWell(t, page, 'the order', { wcag: true })
    t.strictSame(faults, [])
  })
}

/** URL in the printed QR code. */
async function addressOn(t: Test, page: Page, id: number): Promise<string> {
  const address = `${url}/admin/orders/${id}`
  const code = page.getByRole('img', { name: /^Code that opens order/ })
  t.equal(await code.getAttribute('src'), await qrCodeUrl(address))
  await looksWell(t, page, 'the ticket')
  return address
}

async function workOn(t: Test, page: Page): Promise<void> {
  await press(page, 'Start work')
  await page.getByRole('button', { name: 'Mark ready' }).waitFor()
  const announcement = page.locator('#live, .toast').filter({ hasText: /in progress|started/i })
  await announcement.first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Mark ready' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('button:focus', { hasText: 'Hand over' }).waitFor()
  t.pass('the focus goes to what comes next')
}

async function photograph(t: Test, page: Page): Promise<void> {
  await page.locator('#f-images-camera').setInputFiles(await photo('hem.jpg'))
  await page.getByRole('img', { name: 'hem.jpg' }).waitFor()
  await press(page, 'Upload')
  await page.getByRole('img', { name: /^Photo 1 of order/ }).waitFor()
  const timeline = await page.locator('#order-timeline').textContent()
  t.match(timeline, /Photo.*Ready.*In progress/s, 'the latest first')
}
