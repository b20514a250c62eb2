// Visual and WCAG 2.2 checks of the pages of orders, at three widths, light and dark, and in opened and refused states.
import t from 'tap'
import { OWNER, program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { layoutFaults, violations } from '../../support/browser/look.ts'
import { isOfOrders, look, openLookedAt, signInAt } from '../../support/browser/looked-at.ts'

const test = await browserTests(t)
const { app, paths, order, opened } = await openLookedAt(t)

test('pages of orders', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signInAt(page, OWNER)
  for (const path of paths.filter(isOfOrders)) await look(t, page, path)
  t.strictSame(faults, [])
})

test('opened parts: filters, menus, folded forms, dialogs', async (t, browser) => {
  const { page, faults } = await opened(browser)
  await signInAt(page, OWNER)
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/admin/orders', `/admin/orders/${order.id}`, '/admin/users/1']) {
      await page.goto(path)
      await page.evaluate(
        `for (const fold of document.querySelectorAll('details')) fold.open = true`,
      )
      t.strictSame(await layoutFaults(page), [], `${path} at ${width}, opened: comfort`)
      t.strictSame(await violations(page), [], `${path} at ${width}, opened: WCAG`)
    }
    await page.goto(`/admin/orders/${order.id}`)
    await page.getByRole('link', { name: 'Archive order' }).click()
    t.ok(await page.getByRole('dialog', { name: /^Archive order/ }).isVisible())
    t.strictSame(await layoutFaults(page), [], `a question at ${width}: comfort`)
    t.strictSame(await violations(page), [], `a question at ${width}: WCAG`)
    await page.keyboard.press('Escape')
    t.notOk(await page.getByRole('dialog').isVisible(), 'Escape is an answer')
  }
  t.strictSame(faults, [])
})

test('refused forms, and an edit conflict of one order', async (t, browser) => {
  const { page } = await opened(browser)
  await signInAt(page, OWNER)
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/admin/orders/new')
    await page.getByLabel('Price each').fill('free')
    await page.getByRole('button', { name: 'Save order' }).click()
    await page.locator('#form-errors').waitFor()
    t.equal(await page.evaluate('document.activeElement.id'), 'form-errors', 'the eye is led there')
    t.strictSame(await layoutFaults(page), [], `a refused order at ${width}: comfort`)
    t.strictSame(await violations(page), [], `a refused order at ${width}: WCAG`)

    await page.goto(`/admin/orders/${order.id}/edit`)
    const notes = page.getByLabel('Internal notes')
    await (await program(app)).put(`/api/orders/${order.id}`, { notes: `Changed at ${width}` })
    await notes.fill('Mine')
    await page.getByRole('button', { name: 'Save order' }).click()
    await page.locator('#conflict').waitFor()
    t.equal(await notes.inputValue(), 'Mine')
    t.strictSame(await layoutFaults(page), [], `two versions at ${width}: comfort`)
    // After focusing, the sticky bar may cover half of a button, which axe reports as too small.
    await page.evaluate('scrollTo(0, 0)')
    t.strictSame(await violations(page), [], `two versions at ${width}: WCAG`)
  }
})
