// Print layout of tickets and receipts in a browser: 80 mm and 58 mm rolls and A4, with long names and notes.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openShop } from '../support/api.ts'
import { OWNER } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { addOrder } from '../support/shop/factories.ts'

const test = await browserTests(t)

const MM = 96 / 25.4
/** Paper width in mm, and in PDF points. */
const PAPERS = { '80mm': [80, 227], '58mm': [58, 164], a4: [210, 595] } as const

const LINK = `https://example.com/${'a-very-long-address-without-a-space/'.repeat(8)}`
const ITEMS = [
  { itemName: `Brautkleid${'umstandsmoden'.repeat(8)}`, quantity: 1, unitPrice: '9000000' },
  { itemName: 'SKU-0123456789-0123456789-0123456789-ABCDEF', quantity: 12, unitPrice: '0.5' },
  { itemName: 'فستان زفاف من الحرير مع تطريز يدوي وذيل طويل جدا', quantity: 2, unitPrice: '30' },
  { itemName: '👗'.repeat(50), quantity: 1, unitPrice: '1', discount: { percent: '10' } },
  { itemName: 'Hem', quantity: 9999, unitPrice: '1234.56' },
]
/** Currencies with long amounts, the symbol before or after. */
const SHOPS = [
  { locale: 'en-GB', currency: 'BHD' },
  { locale: 'ar-EG', currency: 'EGP' },
  { locale: 'fr-FR', currency: 'XOF' },
]

test('amounts fit on the paper at its end, and the code fits on the ticket', async (t, browser) => {
  for (const shop of SHOPS) {
    const { app, owner } = await openShop(t, shop)
    const isWhole = shop.currency === 'XOF'
    const items = ITEMS.map((item) =>
      isWhole ? { ...item, unitPrice: String(Math.ceil(Number(item.unitPrice))) } : item,
    )
    const customer = {
      name: `Wolfeschlegel${'steinhausen'.repeat(6)}`,
      phoneNumber: '0170 555 0142',
    }
    const { id } = await addOrder(owner, {
      customer,
      items,
      notes: LINK,
      internalNotes: LINK,
      deposit: { amount: '10' },
      discount: { amount: '5' },
    })
    const { page } = await openWindow(browser, await app.listen({ port: 0, host: '127.0.0.1' }))
    await signIn(page)
    for (const kind of ['ticket', 'receipt']) {
      for (const [paper, [width, points]] of Object.entries(PAPERS)) {
        const name = `${shop.locale} ${shop.currency} ${kind} ${paper}`
        await page.goto(`/admin/orders/${id}/${kind}?paper=${paper}`)
        const pdf = await page.pdf({ preferCSSPageSize: true, tagged: false })
        const [, box] = /MediaBox \[0 0 ([\d.]+)/.exec(pdf.toString('latin1')) ?? []
        t.equal(Math.round(Number(box)), points, `${name}: the paper`)
        await holds(t, page, width * MM, name)
      }
    }
  }
})

test('a long list begins on the first page of its ticket', async (t, browser) => {
  const { app, owner } = await openShop(t, { locale: 'en-GB', currency: 'GBP' })
  const items = Array.from({ length: 18 }, (_, i) => ({
    itemName: `Bridesmaid dress ${i}`,
    description: 'Hem and straps',
    quantity: 1,
    unitPrice: '40',
  }))
  const { id } = await addOrder(owner, { items, notes: 'Eighteen sisters\n'.repeat(9) })
  const { page } = await openWindow(browser, await app.listen({ port: 0, host: '127.0.0.1' }))
  await signIn(page)
  await page.goto(`/admin/orders/${id}/ticket?paper=a4`)
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: false })
  t.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length, 2)
})

async function signIn(page: Page): Promise<void> {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/admin')
}

interface Seen {
  /** Position of the paper's end padding. */
  end: number
  right: number
  overflow: number
  amounts: { text: string; right: number; lines: number }[]
  /** Elements that extend over the edge. */
  beyond: string[]
  code: { right: number; width: number }
  colours: string[]
}

const SEEN = `(() => {
  const paper = document.querySelector('.paper')
  const { right } = paper.getBoundingClientRect()
  const shown = [...paper.querySelectorAll('*')].filter((one) => one.checkVisibility())
  const rangeOf = (part) => {
    const range = document.createRange()
    range.selectNodeContents(part)
    return range
  }
  const root = document.documentElement
  return {
    end: right - parseFloat(getComputedStyle(paper).paddingRight),
    right,
    overflow: root.scrollWidth - root.clientWidth,
    amounts: [...paper.querySelectorAll('.sums dd')].map((dd) => ({
      text: dd.textContent,
      right: rangeOf(dd).getBoundingClientRect().right,
      lines: new Set([...rangeOf(dd).getClientRects()].map(({ top }) => Math.round(top / 8))).size,
    })),
    beyond: shown
      .filter((one) => one.getBoundingClientRect().right > right + 0.5)
      .map((one) => one.outerHTML.slice(0, 80)),
    code: paper.querySelector('.code').getBoundingClientRect().toJSON(),
    colours: [...new Set(shown.map((one) => getComputedStyle(one).color))],
  }
})()`

/** Checks the print: nothing outside of the paper, every amount whole and at the end of its row, all black. */
async function holds(t: Test, page: Page, width: number, name: string): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: Math.floor(width), height: 900 })
  const seen = await page.evaluate<Seen>(SEEN)
  t.ok(seen.right <= width + 1 && seen.overflow <= 0, `${name}: as wide as the paper`)
  t.strictSame(seen.beyond, [], `${name}: nothing beyond the paper`)
  t.strictSame(seen.colours, ['rgb(0, 0, 0)'], `${name}: black alone`)
  t.ok(seen.code.right <= seen.end + 0.5 && seen.code.width > 75, `${name}: the code is whole`)
  for (const { text, right, lines } of seen.amounts) {
    t.ok(Math.abs(right - seen.end) < 1.5, `${name}: ${text} ends at ${right} of ${seen.end}`)
    t.equal(lines, 1, `${name}: ${text} is in one piece`)
  }
  await page.emulateMedia({ media: null })
}
