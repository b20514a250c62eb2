// Focus and scroll position after navigation: paging and filters of lists, the customer of an order, the calendar.
import t from 'tap'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  centre,
  focus,
  looked,
  opener,
  reloaded,
  WINDOWS,
} from '../../support/browser/focus-checks.ts'
import { openShop } from '../../support/browser/journeys.ts'
import { addCustomer, addOrder, inDays } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
for (let at = 0; at < 14; at++) {
  const customer = { name: `Amina Bello ${at}`, phoneNumber: `+44 20 7946 00${10 + at}` }
  await addOrder(office, { customer, deadline: inDays(at - 1) })
}
const open = opener(url)

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`

  test(`the pages of a list at ${width} px`, async (t, browser) => {
    for (const [path, list, turn] of [
      ['/admin/orders?limit=6', 'orders-list', reloaded],
      ['/admin/customers?limit=6', 'customers-list', looked],
    ] as const) {
      const page = await open(browser, at, path)
      const next = page.locator('.pager a[rel=next]')
      await centre(page, '.pager a[rel=next]')
      const turned = await turn(page, () => next.click())
      t.equal(turned.id, list, path)
      const top = await page.evaluate<number>(
        `document.getElementById('${list}').getBoundingClientRect().top`,
      )
      t.ok(top > 0 && top < at.viewport.height / 2, `${path}: at the top of the list, ${top}`)
      await page.keyboard.press('Tab')
      t.equal((await focus(page)).id, list, 'and goes on inside it')
    }
  })

  test(`filters at ${width} px: the field keeps the focus, a removed chip passes it to the next`, async (t, browser) => {
    const page = await open(browser, at, '/admin/orders')
    await page.locator('summary', { hasText: 'Filters' }).click()
    const pending = page.locator('#orders-filters input[value=pending]')
    await centre(page, '#orders-filters input[value=pending]')
    await pending.focus()
    const before = await focus(page)
    const chosen = await looked(page, () => page.keyboard.press('Space'))
    t.equal(chosen.name, before.name)
    t.equal(chosen.scroll, before.scroll, 'the page stays')
    t.ok(await pending.isVisible(), 'and so do the filters')
    await page.goto('/admin/orders?status=pending&paymentStatus=unpaid')
    const chips = page.locator('#orders-chips .chip')
    const name = ((await chips.nth(1).textContent()) ?? '').trim()
    const removed = await reloaded(page, () => chips.first().click())
    t.equal(removed.name, name, 'the chip that took its place')
    t.ok(removed.isSeen)
    const last = await reloaded(page, () => chips.first().click())
    t.match(last, { id: 'orders-list' }, 'after the last one the list')
  })

  test(`the customer of an order at ${width} px`, async (t, browser) => {
    await addCustomer(office, { name: 'Rosa Lindqvist', phoneNumber: '0170 555 0142' })
    const page = await open(browser, at, '/admin/orders/new')
    const search = page.getByLabel('Find by name or phone')
    await search.focus()
    const before = await focus(page)
    const afterTyping = await looked(page, () => page.keyboard.type('rosa'))
    t.match(afterTyping, { id: 'f-customerSearch', isSeen: true, scroll: before.scroll })
    t.equal(await search.inputValue(), 'rosa', 'nothing that was typed is lost')
    const rosa = page.getByRole('radio', { name: /Rosa/ }).first()
    await rosa.check()
    t.ok(await rosa.isVisible())
    await page.getByRole('radio', { name: 'New customer' }).check()
    await page.keyboard.press('Tab')
    t.match(
      await focus(page),
      { name: 'Name', isSeen: true },
      'the fields of a new customer are next',
    )
  })

  test(`the calendar at ${width} px: by keyboard from week to week`, async (t, browser) => {
    const page = await open(browser, at, '/admin/orders/calendar')
    for (const name of ['Next week', 'Previous week', 'Today', 'Month', 'Next month']) {
      const link = page.getByRole('link', { name, exact: true })
      await link.focus()
      const before = await focus(page)
      const afterEnter = await reloaded(page, () => page.keyboard.press('Enter'))
      t.match(afterEnter, { name, isSeen: true, scroll: before.scroll })
    }
  })
}
