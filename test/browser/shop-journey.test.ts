// A customer finds a garment, orders it and follows it: in a browser, with and without JavaScript.
import type { Page } from 'playwright-core'
import t from 'tap'
import { openShop } from '../support/api.ts'
import { account } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { addProduct, addProductPhotos, EVENING_GOWN } from '../support/shop/products.ts'

const test = await browserTests(t)

const WAYS = [
  { name: 'with JavaScript', javaScriptEnabled: true, viewport: { width: 1280, height: 800 } },
  { name: 'without JavaScript', javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
]

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor()

async function open(t: Parameters<typeof openShop>[0]) {
  const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
  const category = (await owner.post('/api/categories', { name: 'Gowns' })).json()
  const { id } = await addProduct(owner, {
    ...EVENING_GOWN,
    categoryId: category.id,
    featured: true,
  })
  await addProductPhotos(owner, id, 2)
  await addProduct(owner)
  return { app, owner, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

for (const { name, ...options } of WAYS) {
  test(`find, filter, cart, checkout as a guest, follow: ${name}`, async (t, browser) => {
    const { owner, url } = await open(t)
    const { page, faults } = await openWindow(browser, url, options)
    await page.goto('/')
    await page.getByRole('link', { name: 'See what is ready' }).click()
    await heading(page, 'Everything in the shop')
    const fold = page.locator('.filter-fold > summary')
    if (await fold.isVisible()) await fold.click()
    await page.getByLabel('Gowns').check()
    await press(page, 'Show')
    await heading(page, 'Gowns')
    await page.getByRole('link', { name: /Evening gown/ }).click()
    await heading(page, 'Evening gown')
    await page.locator('label.value', { hasText: 'M' }).click()
    await press(page, 'Add to cart')
    await heading(page, 'Your cart')
    await page.locator('.line-name', { hasText: 'Evening gown, M' }).waitFor()
    await page.getByRole('link', { name: 'Go to checkout' }).click()
    await heading(page, 'Checkout')
    await press(page, /^Order for/)
    await page.getByRole('link', { name: 'Name is missing.' }).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Amina Bello')
    await page.getByLabel('Phone').fill('+44 20 7946 0018')
    await press(page, /^Order for/)
    await page
      .getByText(/Thank you. Your order \d+ is with us/)
      .first()
      .waitFor()
    t.match(page.url(), /\/track-order\//)
    t.match((await owner.get('/api/orders')).json().data, [
      { channel: 'online', status: 'pending', totalAmount: '240.00' },
    ])
    t.strictSame(
      faults.filter((fault) => !fault.includes('422')),
      [],
    )
  })
}

test('a customer orders again and finds both orders', async (t, browser) => {
  const { app, owner, url } = await open(t)
  const amina = (
    await owner.post('/api/customers', { name: 'Amina', phoneNumber: '0170 555 0142' })
  ).json()
  const person = await account(app, 'customer', amina.id)
  const { page } = await openWindow(browser, url, { javaScriptEnabled: false })
  await page.goto('/products/silk-scarf')
  await press(page, 'Add to cart')
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await press(page, 'Sign in')
  for (let time = 0; time < 2; time++) {
    if (time === 1) {
      await page.goto('/products/silk-scarf')
      await press(page, 'Add to cart')
    }
    await page.goto('/checkout')
    t.equal(await page.getByLabel('Phone').inputValue(), '0170 555 0142')
    await press(page, /^Order for/)
    await page.getByText('Thank you.').first().waitFor()
  }
  await page.goto('/orders')
  t.equal(await page.getByText('Silk scarf').count(), 2)
})
