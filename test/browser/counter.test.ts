// Counter work in a browser: keyboard only, double clicks, and filtering while typing.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { OWNER, program } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { buildSample } from '../support/shop/sample-shop.ts'

const test = await browserTests(t)
const app = await buildSample(t)
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const countOrders = async () =>
  (await (await program(app)).get('/api/orders?total=true')).json().total

/** A window signed in as the owner by cookie, without the form. */
async function signedIn(browser: Browser, options: Parameters<typeof openWindow>[2] = {}) {
  const window = await openWindow(browser, url, options)
  const { page } = window
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('/admin')
  return window
}

const FOCUSED = `(() => {
  const element = document.activeElement
  // A field with a currency is outlined as a whole; the parts of a date by the browser.
  const marked = element.closest('.affix') ?? element
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(marked)
  const isDate = ['date', 'time'].includes(element.type)
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
  const box = element.getBoundingClientRect()
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    isMarked: isDate || (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
    isInSight: box.bottom > 0 && box.top < innerHeight,
  }
})()`
interface Focused {
  name: string
  isMarked: boolean
  isInSight: boolean
}

/** Presses Tab until the named element has the focus; every stop on the way must show its focus. */
async function tabTo(t: Test, page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<Focused>(FOCUSED)
    if (!focused.isMarked) t.fail(`Nobody sees that "${focused.name}" has the focus`)
    if (!focused.isInSight) t.fail(`"${focused.name}" has the focus out of sight`)
    if (focused.name === name) return
  }
  throw new Error(`Tab never comes to "${name}"`)
}

test('by keyboard alone: skip link, sign-in, a new order', async (t, browser) => {
  const { page, faults } = await openWindow(browser, url)
  const keys = page.keyboard
  await page.goto('/')
  await keys.press('Tab')
  t.match(await page.evaluate(FOCUSED), {
    name: 'Skip to content',
    isMarked: true,
    isInSight: true,
  })
  await keys.press('Enter')
  t.equal(await page.evaluate('document.activeElement.id'), 'main')

  await page.goto('/auth/login')
  t.match(await page.evaluate(FOCUSED), { name: 'E-mail' }, 'the first field is ready')
  await keys.type(OWNER.email)
  await keys.press('Tab')
  await keys.type(OWNER.password)
  await keys.press('Enter')
  await page.waitForURL('/admin')

  await tabTo(t, page, 'New order')
  await keys.press('Enter')
  await page.waitForURL('/admin/orders/new')
  await tabTo(t, page, 'Name')
  await keys.type('Zelda Quist')
  await tabTo(t, page, 'Phone number')
  await keys.type('0170 555 0199')
  await tabTo(t, page, 'Item')
  await keys.type('Cocktail dress')
  await tabTo(t, page, 'Price each')
  await keys.type('240')
  await tabTo(t, page, 'Add item')
  await keys.press('Enter')
  t.match(await page.evaluate(FOCUSED), { name: 'Item' }, 'the new row has the focus')
  await keys.type('Belt')
  await tabTo(t, page, 'Price each')
  await keys.type('20')
  await tabTo(t, page, 'Save order')
  await keys.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^Order \d+$/ }).waitFor()
  await page.getByText('Zelda Quist').first().waitFor()
  await page.locator('.sums').getByText('£260.00').first().waitFor()
  t.strictSame(faults, [])
})

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with' : 'without'
  test(`a double click on Save creates one order, ${way} JavaScript`, async (t, browser) => {
    const { page, faults } = await signedIn(browser, { javaScriptEnabled })
    const orders = await countOrders()
    await page.goto('/admin/orders/new?customerId=1')
    await page.getByLabel('Item', { exact: true }).fill('Impatient hem')
    await page.getByLabel('Price each').fill('12')
    await page.getByRole('button', { name: 'Save order' }).dblclick()
    await page.getByRole('heading', { level: 1, name: /^Order \d+$/ }).waitFor()
    t.equal(await countOrders(), orders + 1)
    t.strictSame(faults, [])
  })
}

test('filtering while typing keeps the focus and updates the URL, and Back restores the list', async (t, browser) => {
  const { page, faults } = await signedIn(browser)
  await page.goto('/admin/orders')
  const rows = page.locator('#orders-list tbody tr')
  const [count, first] = [await rows.count(), await rows.first().textContent()]
  // A full page load would lose this.
  await page.evaluate('window.wasHere = true')
  const search = page.getByRole('searchbox', { name: 'Search orders' })
  await search.click()
  await page.keyboard.type('Impatient', { delay: 20 })
  await page.waitForURL('/admin/orders?search=Impatient')
  await page.locator('.pager').getByText('2 orders').waitFor()
  t.equal(await page.evaluate('document.activeElement.name'), 'search', 'still in the field')
  t.equal(await search.inputValue(), 'Impatient')
  t.ok(await page.evaluate('window.wasHere'), 'without a new page')

  await page.getByText('Filters', { exact: true }).click()
  await page.getByRole('checkbox', { name: 'Ready' }).focus()
  await page.keyboard.press('Space')
  await page.waitForURL('/admin/orders?search=Impatient&status=ready')
  await page.getByText('No matching orders').waitFor()
  t.equal(await page.evaluate('document.activeElement.value'), 'ready')
  t.match(await page.locator('#live').textContent(), /0 orders/, 'and it is read out')

  await page.goBack()
  await page.locator('.pager').getByText('2 orders').waitFor()
  t.equal(await search.inputValue(), 'Impatient', 'the form says what the list shows')
  await page.goBack()
  await rows.nth(count - 1).waitFor()
  t.equal(await rows.first().textContent(), first)
  t.equal(await search.inputValue(), '')
  t.match(page.url(), /\/admin\/orders$/)
  t.strictSame(faults, [])
})
