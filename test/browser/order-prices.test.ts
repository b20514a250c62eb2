// Live totals of the order form: the browser shows what the server saves.
import type { Page } from 'playwright-core'
import t from 'tap'
import { openShop } from '../support/api.ts'
import { OWNER } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { layoutFaults, prepare, unfold, violations } from '../support/browser/look.ts'
import { AMINA } from '../support/shop/factories.ts'
import { setTax } from '../support/shop/taxes.ts'

const test = await browserTests(t)

/** A shop with this currency, and a page with its order form. */
async function counter(currency: string) {
  const { app, owner } = await openShop(t, { currency })
  return { app, owner, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('/admin')
}

const type = async (page: Page, fields: Record<string, string>) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`)
    if (!(await field.isVisible()))
      await page.locator(`details:has([name="${name}"]) > summary`).click()
    await field.fill(value)
  }
}

const sum = (page: Page, name: string) =>
  page.locator(`.items-total [data-sum=${name}]`).innerText()
const digitsOf = (text: string) => text.replace(/\D/g, '')

const SHOPS = [
  ['JPY', 'inclusive', '3335', '7'],
  ['EUR', 'exclusive', '33,33', '0,07'],
  ['KWD', 'exclusive', '3.335', '0.007'],
] as const

for (const [currency, taxMode, unitPrice, amount] of SHOPS) {
  test(`in ${currency} the live totals equal the saved ones`, async (t, browser) => {
    const { app, owner, url } = await counter(currency)
    await setTax(app, taxMode, '8.875')
    const { page, faults } = await openWindow(browser, url)
    await signIn(page)
    await page.goto('/admin/orders/new')
    const isTold = await page.locator('.items-total').getByText('Subtotal').isVisible()
    t.equal(isTold, taxMode === 'exclusive', 'a subtotal only where it differs')
    await type(page, {
      'customer.name': AMINA.name,
      'customer.phoneNumber': AMINA.phoneNumber,
      'items.0.itemName': 'Kimono',
      'items.0.quantity': '3',
      'items.0.unitPrice': unitPrice,
      'items.0.discount.percent': '12,5',
      'discount.percent': '50',
      'discount.amount': amount,
    })
    t.equal(await page.locator('[name="discount.percent"]').inputValue(), '', 'one of the two')
    const line = digitsOf(await page.locator('[data-row] [data-amount]').innerText())
    const live: Record<string, string> = {}
    for (const name of ['subtotal', 'discountAmount', 'taxAmount', 'totalAmount']) {
      live[name] = digitsOf(await sum(page, name))
    }
    await page.locator('#save-order').click()
    await page.waitForURL(/orders\/\d+$/)
    const [order] = (await owner.get('/api/orders?limit=1')).json().data
    t.equal(line, digitsOf(order.subtotal))
    for (const [name, shown] of Object.entries(live)) t.equal(shown, digitsOf(order[name]), name)
    t.strictSame(faults, [])
  })
}

test('the discount fields fit on a phone, a tablet and a desk', async (t, browser) => {
  const { url } = await counter('EUR')
  const { page } = await openWindow(browser, url)
  await prepare(page.context())
  await signIn(page)
  await page.goto('/admin/orders/new')
  const check = async (state: string) => {
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 740 })
      await unfold(page)
      t.strictSame(await layoutFaults(page), [], `${width} px, ${state}`)
    }
  }
  await check('folded')
  await type(page, { 'items.0.discount.percent': '10', 'discount.amount': '5' })
  await check('unfolded')
  t.strictSame(await violations(page), [])
})
