// Scanning and tapping products on the order form, in a real browser: fast, one after the other, nothing reloaded.
import t from 'tap'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { heading, looksWell, openShop, signIn, visit } from '../../support/browser/journeys.ts'
import { addProduct, EVENING_GOWN } from '../../support/shop/products.ts'

const test = await browserTests(t)
const { url, app } = await openShop(t)

test('two garments are scanned, one is chosen, and the order is saved', async (t, browser) => {
  const owner = await program(app)
  await addProduct(owner, EVENING_GOWN)
  const variants = [{ sku: 'SCARF-1', barcode: '4006381333931', price: '48.00', stock: 5 }]
  await addProduct(owner, { name: 'Silk scarf', variants })
  const { page, faults } = await visit(browser, url, {
    viewport: { width: 768, height: 1024 },
    hasTouch: true,
  })
  await page.goto('/auth/login?next=/admin/orders/new')
  await signIn(page)
  await heading(page, 'New order')
  await page.getByLabel('Name', { exact: true }).fill('Amina Bello')
  await page.getByLabel('Phone number').fill('+44 20 7946 0018')
  const field = page.getByLabel('Scan, or type a name, SKU or barcode')
  const value = (name: string) => page.locator(`[name="items.0.${name}"]`).inputValue()

  await field.focus()
  // Faster than the answers come: none is lost.
  for (let scan = 0; scan < 3; scan += 1) {
    await page.keyboard.type('4006381333931')
    await page.keyboard.press('Enter')
  }
  await page.locator('#live', { hasText: 'Silk scarf: 3' }).waitFor({ state: 'attached' })
  t.equal(await value('itemName'), 'Silk scarf')
  t.equal(await value('unitPrice'), '48.00')
  t.equal(await page.evaluate('document.activeElement.name'), 'productSearch', 'ready to scan')
  t.equal(await field.inputValue(), '')
  t.match(await page.locator('[data-left]').first().textContent(), /5 left/)
  await looksWell(t, page, 'a scanned item', { wcag: true })

  await page.keyboard.type('no such thing')
  await page.keyboard.press('Enter')
  await page.locator('#product-found', { hasText: 'no such thing' }).waitFor()
  await looksWell(t, page, 'an unknown code', { wcag: true })

  await page.locator('.tile', { hasText: 'Evening gown' }).tap()
  await page.locator('#product-found .chip', { hasText: 'Evening gown, S' }).tap()
  await page.locator('[name="items.1.itemName"]').waitFor()
  t.equal(await page.locator('[name="items.1.itemName"]').inputValue(), 'Evening gown, S')
  t.match(await page.locator('.bar-total').textContent(), '384.00', 'the total counts them')
  await page.getByRole('button', { name: 'Save order' }).last().tap()
  await heading(page, /Order 1001/)
  const stock = (await owner.get('/api/variants?sku=scarf-1')).json().data[0].stock
  t.equal(stock, 2)
  t.same(faults, [])
})

test('without a connection the code is in the field again', async (t, browser) => {
  const { page } = await visit(browser, url, { viewport: { width: 360, height: 740 } })
  await page.goto('/auth/login?next=/admin/orders/new')
  await signIn(page)
  const field = page.getByLabel('Scan, or type a name, SKU or barcode')
  await field.fill('SCARF-1')
  await page.keyboard.press('Enter')
  await page.locator('#live', { hasText: 'Silk scarf added' }).waitFor({ state: 'attached' })
  await page.context().setOffline(true)
  await field.fill('SCARF-1')
  await page.keyboard.press('Enter')
  await page.locator('#product-found', { hasText: 'No connection' }).waitFor()
  t.equal(await field.inputValue(), 'SCARF-1')
  await page.context().setOffline(false)
})
