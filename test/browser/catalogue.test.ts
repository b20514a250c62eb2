// A product with a size run, receiving by scanner and a count, in a real browser.
import t from 'tap'
import { browserTests } from '../support/browser/chromium.ts'
import { heading, looksWell, openShop, press, signIn, visit } from '../support/browser/journeys.ts'

const test = await browserTests(t)
const { url } = await openShop(t)

test('a size run, a delivery and a count', async (t, browser) => {
  const { page, faults } = await visit(browser, url, {
    viewport: { width: 768, height: 1024 },
    hasTouch: true,
  })
  await page.goto('/auth/login?next=/admin/products')
  await signIn(page)
  await heading(page, 'Products')
  await looksWell(t, page, 'no products yet', { wcag: true })

  await page.locator('.empty a').click()
  await heading(page, 'New product')
  await page.getByLabel('Name', { exact: true }).fill('Linen dress')
  await page.locator('#f-options-0-values').fill('S, M, L, XL')
  await page.getByLabel('Price of each').fill('95')
  await press(page, 'Make variants')
  await page.locator('.variant').nth(3).waitFor()
  t.equal(await page.locator('#f-variants-3-values-0').inputValue(), 'XL')
  t.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Linen dress')
  await looksWell(t, page, 'the grid', { wcag: true })
  await press(page, 'Take out XL')
  await page.locator('#variant-3').waitFor({ state: 'detached' })
  await page.locator('#f-variants-1-stock').fill('2')
  await page.locator('#save-product').click()
  await heading(page, 'Linen dress')
  await looksWell(t, page, 'the product', { wcag: true })

  await page.getByRole('link', { name: 'Receive M' }).click()
  await heading(page, 'Receive')
  const code = page.getByLabel('Barcode or SKU')
  t.equal(await code.inputValue(), 'LINEN-DRESS-M')
  t.equal(await page.evaluate('document.activeElement.name'), 'quantity', 'what comes next')
  await page.getByLabel('Quantity').fill('10')
  await page.keyboard.press('Enter')
  await page.locator('#last').waitFor()
  t.match(await page.locator('#last').textContent(), /Linen dress, M\s+12 \+10, now in stock/)
  // A scanner: it types, and presses Enter.
  t.equal(await page.evaluate('document.activeElement.name'), 'code')
  await page.keyboard.type('linen-dress-s')
  await page.keyboard.press('Enter')
  await page.locator('#last', { hasText: 'Linen dress, S' }).waitFor()
  t.equal(await page.evaluate('document.activeElement.name'), 'code', 'ready for the next one')
  t.match(await page.locator('#live').textContent(), /Linen dress, S\s+1 \+1/, 'read out')
  await page.keyboard.type('nothing')
  await page.keyboard.press('Enter')
  await page.locator('#f-code-error').waitFor()
  t.equal(await code.inputValue(), 'nothing')
  t.equal(await page.evaluate('document.activeElement.name'), 'code')
  await looksWell(t, page, 'an unknown code', { wcag: true })

  await page.goto('/admin/stock/counts')
  await press(page, 'Begin counting')
  await heading(page, /Count/)
  for (const _ of [1, 2]) {
    await page.keyboard.type('LINEN-DRESS-S')
    await page.keyboard.press('Enter')
    await page.locator('#last', { hasText: `${_}` }).waitFor()
  }
  t.match(await page.locator('#count-rows').textContent(), /Linen dress, S/)
  await looksWell(t, page, 'a count', { wcag: true })
  await page.locator('#post-open').click()
  await page.locator('#post').getByRole('button', { name: 'Post the count' }).click()
  await page.locator('.badge', { hasText: 'Posted' }).waitFor()
  t.strictSame(
    faults.filter((fault) => !/422/.test(fault)),
    [],
  )
})
