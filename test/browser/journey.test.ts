// First day of a shop in a browser, from the set-up to the first payment, with and without JavaScript.

import type { Page } from 'playwright-core'
import sharp from 'sharp'
import type { Test } from 'tap'
import t from 'tap'
import { buildEmpty, OWNER } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { inDays } from '../support/shop/factories.ts'

const test = await browserTests(t)

const WAYS = [
  {
    name: 'with JavaScript, on a desk',
    javaScriptEnabled: true,
    viewport: { width: 1280, height: 800 },
  },
  {
    name: 'without JavaScript, on a phone',
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  },
]

for (const { name, ...options } of WAYS) {
  test(`from the set-up to the first payment, ${name}`, async (t, browser) => {
    const app = await buildEmpty(t)
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const { page, faults } = await openWindow(browser, url, options)
    await openTheShop(page, String(app.setupToken?.value))
    await signOutAndIn(page)
    await takeAnOrder(page)
    await addPhotos(page)
    await findItAgain(page)
    await work(t, page)
    await pay(t, page)
    t.strictSame(faults, [])
  })
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name }).waitFor()
const sees = (page: Page, place: string, text: string | RegExp) =>
  page.locator(place).getByText(text).first().waitFor()

async function openTheShop(page: Page, token: string): Promise<void> {
  await page.goto(`/setup?token=${token}`)
  await page.getByLabel('Shop name').fill('Needle & Thread')
  await page.getByLabel('Currency').selectOption('EUR')
  await page.getByLabel('Your name').fill(OWNER.fullName)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await press(page, 'Open the shop')
  await heading(page, 'Dashboard')
}

async function signOutAndIn(page: Page): Promise<void> {
  const more = page.locator('summary').filter({ hasText: 'More' })
  if (await more.isVisible()) await more.click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await heading(page, 'Sign in')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await press(page, 'Sign in')
  await heading(page, 'Dashboard')
}

async function takeAnOrder(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New order' }).first().click()
  await heading(page, 'New order')
  await page.getByLabel('Name', { exact: true }).fill('Amina Bello')
  await page.getByLabel('Phone number').fill('+44 20 7946 0018')
  const items = [
    ['Bridal gown, hem and bustle', '125.50'],
    ['Veil', '30'],
    ['Ivory shoes, dyed', '64,25'],
  ]
  for (const [index, [name = '', price = '']] of items.entries()) {
    if (index > 0) await press(page, 'Add item')
    await page.getByLabel('Item', { exact: true }).nth(index).fill(name)
    await page.getByLabel('Price each').nth(index).fill(price)
  }
  await page.getByText('Another day').click()
  await page.getByRole('textbox', { name: 'Due date' }).fill(inDays(9))
  await press(page, 'Save order')
  await heading(page, 'Order 1001')
  await sees(page, '#order-status', 'Due in 9 days')
}

async function addPhotos(page: Page): Promise<void> {
  const files = ['#a33', '#33a'].map(async (background, index) => ({
    name: `photo-${index}.jpg`,
    mimeType: 'image/jpeg',
    buffer: await sharp({ create: { width: 300, height: 400, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  }))
  await page
    .locator('#order-gallery input[type=file]')
    .last()
    .setInputFiles(await Promise.all(files))
  await press(page, 'Upload')
  await sees(page, '#order-gallery', /^2 of/)
  await page.getByRole('img', { name: 'Photo 2 of order 1001' }).waitFor()
}

async function findItAgain(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Orders', exact: true }).first().click()
  await heading(page, 'Orders')
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('794600')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search=794600/)
  await page.getByRole('link', { name: '1001' }).click()
  await heading(page, 'Order 1001')
}

async function work(t: Test, page: Page): Promise<void> {
  await press(page, 'Start work')
  await sees(page, '#order-badges', 'In progress')
  // Nobody reads the next step faster; within 350 ms it would count as a double tap.
  await page.waitForTimeout(400)
  await press(page, 'Mark ready')
  await sees(page, '#order-badges', 'Ready')
  t.ok(await page.getByRole('button', { name: 'Hand over' }).isVisible())
  await sees(page, '#order-timeline', 'Ready (was in progress)')
}

async function pay(t: Test, page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: 'Take payment' }).click()
  const amount = page.getByLabel('Amount', { exact: true })
  t.equal(await amount.inputValue(), '219.75', 'the balance is offered')
  await amount.fill('100')
  await press(page, 'Take payment')
  await sees(page, '#order-payments .grand', '€119.75')
  await sees(page, '#order-badges', 'Part paid')
}
