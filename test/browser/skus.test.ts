// SKUs of one to forty characters, in several scripts: on labels, in lists and in the form, in a real browser.
import type { Page } from 'playwright-core'
import t from 'tap'
import { browserTests } from '../support/browser/chromium.ts'
import { looksWell, openShop, signIn, visit } from '../support/browser/journeys.ts'
import { shelfOf } from '../support/shop/shelf.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)

const LONG = 'ABCDEFGHIJ-0123456789-KLMNOPQRST-UVWXYZ-42'
const SKUS = [
  ...[1, 8, 13, 21, 34, 40].map((length) => LONG.slice(0, length)),
  ...[
    'W'.repeat(40),
    'معطف-شتوي-أزرق-طويل',
    '冬のコート'.repeat(8),
    'пальто-зимнее-синее',
    'कोट-नीला',
  ],
]

const { id } = await shelfOf(app).add({
  name: 'Winter coat with a long name, lined with silk',
  options: ['Size', 'Colour', 'Length'],
  variants: SKUS.map((sku, at) => ({
    options: { Size: `${at}`, Colour: 'Midnight blue', Length: 'Long' },
    ...{
      sku,
      price: '12345.00',
      cost: '5390.00',
      stock: 1,
      lowStockAt: 2,
      supplier: 'Moth & Sons',
    },
    ...(at % 3 === 0 && { barcode: at === 0 ? '4006381333931' : `${LONG.slice(2, 38)}${at}` }),
  })),
})

interface Part {
  text: string
  beyond: boolean
}

/** Texts of each label, and whether one leaves its label or lies over the next. */
const PARTS = `[...document.querySelectorAll('.barcode-label')].flatMap((label) => {
  const box = label.getBoundingClientRect()
  const boxOf = (one) => {
    const range = document.createRange()
    range.selectNodeContents(one)
    return range.getBoundingClientRect()
  }
  const code = label.querySelector('.barcode-code')
  const bars = label.querySelector('.barcode')
  const above = label.querySelector('.barcode-price')
  const top = (bars ?? code).getBoundingClientRect().top
  return [above, code].map((one) => {
    const { left, right, bottom } = boxOf(one)
    const isOver = one === above ? bottom > top + 1.5 : bottom > box.bottom
    return { text: one.textContent, beyond: isOver || left < box.left || right > box.right }
  })
})`

async function seenOn(page: Page, path: string): Promise<Part[]> {
  await page.goto(path)
  return page.evaluate<Part[]>(PARTS)
}

test('every label shows its whole SKU, on a sheet and on a roll', async (t, browser) => {
  const { page } = await visit(browser, url, { viewport: { width: 1280, height: 900 } })
  const path = `/admin/products/${id}/labels`
  await page.goto(`/auth/login?next=${path}`)
  await signIn(page)
  await page.locator('.labels').waitFor()
  for (const paper of ['a4', 'roll']) {
    const seen = await seenOn(page, `${path}?paper=${paper}`)
    t.equal(seen.length, SKUS.length * 2, `${paper}: a label for each`)
    t.strictSame(
      seen.filter(({ beyond }) => beyond),
      [],
      `${paper}: nothing is cut`,
    )
    for (const sku of SKUS)
      t.ok(
        seen.some(({ text }) => text.trim().startsWith(sku)),
        sku,
      )
    const pdf = await page.pdf({ preferCSSPageSize: true, tagged: false })
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length
    t.equal(pages, paper === 'roll' ? SKUS.length : 1, `${paper}: pages`)
  }
})

test('lists and the form hold them at every width', async (t, browser) => {
  for (const width of [360, 768, 1280]) {
    const { page } = await visit(browser, url, { viewport: { width, height: 900 } })
    await page.goto('/auth/login?next=/admin/stock/low')
    await signIn(page)
    await page.locator('#low-list tbody tr').first().waitFor()
    t.equal(await page.locator('#low-list tbody tr').count(), SKUS.length)
    await looksWell(t, page, `low stock, ${width}`, { wcag: width === 360 })
    for (const path of [`/admin/products/${id}`, '/admin/stock', `/admin/products/${id}/edit`]) {
      await page.goto(path)
      await looksWell(t, page, `${path}, ${width}`)
    }
    const cut = `[...document.querySelectorAll('.variant input.num, .variant [inputmode=decimal]')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map(({ name, value }) => name + ' ' + value)`
    t.strictSame(await page.evaluate(cut), [], `${width}: every number can be read`)
  }
})
