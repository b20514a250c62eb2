// Order entry in a browser: customer search by three digits, a lost connection, an expired session.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
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
import { addOrder, newPhone } from '../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
await addOrder(office)

const countOrders = async () => (await office.get('/api/orders?total=true')).json().total
const save = (page: Page) => press(page, 'Save order')

for (const { name, ...options } of WINDOWS[0] ?? []) {
  test(`an order is taken in spite of errors and interruptions, on a ${name}`, async (t, browser) => {
    const { page, faults } = await visit(browser, url, options)
    await page.goto('/admin/orders/new')
    await signIn(page)
    await heading(page, 'New order')
    await knownCustomer(t, page)
    await refusedOnce(t, page)
    await sentWithoutConnection(t, page)
    await forgottenAtTheDoor(t, page)
    // The browser logs the refused responses and the lost connection.
    t.strictSame(
      faults.filter((fault) => !/status of 4|ERR_INTERNET_DISC/.test(fault)),
      [],
    )
  })
}

async function knownCustomer(t: Test, page: Page): Promise<void> {
  await page.getByLabel('Find by name or phone').fill('018')
  await page.getByRole('radio', { name: /Amina Bello/ }).check()
  await page.getByRole('button', { name: /Add Veil/ }).click()
  await page.getByRole('button', { name: 'One more' }).first().click()
  t.equal(await page.getByLabel('Item', { exact: true }).first().inputValue(), 'Veil')
  t.equal(await page.getByLabel('Quantity').first().inputValue(), '2')
  await page.getByText('Tomorrow').click()
  await page.locator('#f-photos-camera').setInputFiles(await photo('gown.jpg'))
  await page.getByRole('img', { name: 'gown.jpg' }).waitFor()
  await looksWell(t, page, 'a filled form', { wcag: true })
}

async function refusedOnce(t: Test, page: Page): Promise<void> {
  await page.getByLabel('Deposit paid now').fill('a lot')
  await save(page)
  await page.locator('#form-errors').waitFor()
  t.equal(await page.evaluate('document.activeElement.id'), 'form-errors', 'the eye is led there')
  t.equal(await page.getByLabel('Quantity').first().inputValue(), '2', 'what was typed is there')
  t.ok(await page.getByRole('img', { name: 'gown.jpg' }).isVisible(), 'and the photo')
  await looksWell(t, page, 'a refused form', { wcag: true })
  await page.getByLabel('Deposit paid now').fill('20')
}

async function sentWithoutConnection(t: Test, page: Page): Promise<void> {
  const orders = await countOrders()
  await page.context().setOffline(true)
  await save(page)
  await page.getByText('Not sent.').first().waitFor()
  t.equal(await countOrders(), orders)
  await looksWell(t, page, 'not sent', { wcag: true })
  await page.context().setOffline(false)
  await heading(page, /^Order \d+$/)
  t.equal(await countOrders(), orders + 1, 'sent by itself, and once')
  t.match(await page.locator('#order-payments').textContent(), /Balance\s*\$40\.00/)
  await page.getByRole('img', { name: /^Photo 1 of order/ }).waitFor()
  await page.locator('#order-status').getByText('Due tomorrow').first().waitFor()
  await looksWell(t, page, 'the order', { wcag: true })
}

async function forgottenAtTheDoor(t: Test, page: Page): Promise<void> {
  await page.goto('/admin/orders/new')
  await page.getByLabel('Name', { exact: true }).fill('Zelda Quist')
  await page.getByLabel('Phone number').fill(newPhone())
  await page.getByLabel('Item', { exact: true }).fill('Cocktail dress')
  await page.keyboard.press('Tab')
  await page.getByLabel('Price each').fill('240')
  await page.context().clearCookies({ name: 'hemline' })
  const orders = await countOrders()
  await save(page)
  await heading(page, 'Sign in')
  await signIn(page)
  await page.getByText('Draft restored.').last().waitFor()
  t.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Zelda Quist')
  t.equal(await page.getByLabel('Price each').inputValue(), '240')
  t.equal(await countOrders(), orders, 'nothing was saved meanwhile')
  await save(page)
  await heading(page, /^Order \d+$/)
  t.equal(await countOrders(), orders + 1)
}
