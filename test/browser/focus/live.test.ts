// Focus and scroll position during live updates and after forms with a page of their own: what was opened stays open.
import t from 'tap'
import { account, program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  button,
  centre,
  focus,
  opener,
  reloaded,
  said,
  WINDOWS,
} from '../../support/browser/focus-checks.ts'
import { openShop } from '../../support/browser/journeys.ts'
import { addEmployee, addOrder, inDays } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
const open = opener(url)

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`
  const isPhone = at.viewport.width < 768

  test(`an order that somebody else changes at ${width} px`, async (t, browser) => {
    const { id } = await addOrder(office)
    const page = await open(browser, at, `/admin/orders/${id}`)
    const take = page.locator('summary', { hasText: 'Take payment' })
    await take.click()
    await page.evaluate(`document.activeElement.scrollIntoView({ block: 'center' })`)
    const before = await focus(page)
    await office.put(`/api/orders/${id}/status`, { status: 'in_progress' })
    await page.locator('#order-status').getByText('Mark ready').waitFor()
    t.ok(await page.locator('#f-amount').isVisible(), 'the form is still open')
    t.match(await focus(page), { name: before.name, isSeen: true })
    const top = await page.evaluate<number>(`document.activeElement.getBoundingClientRect().top`)
    t.ok(top > 0 && top < at.viewport.height, 'and in view')
  })

  test(`a list that gets a new order at ${width} px keeps filters and menus open`, async (t, browser) => {
    await addOrder(office)
    const page = await open(browser, at, '/admin/orders')
    const filters = page.locator('summary', { hasText: 'Filters' })
    await filters.click()
    if (isPhone) await page.locator('summary', { hasText: 'More' }).click()
    const before = await focus(page)
    const { number } = await addOrder(office, { deadline: inDays(1) })
    await page.locator('#orders-list').getByText(String(number)).waitFor()
    t.ok(await page.locator('#orders-filters').isVisible(), 'the filters')
    if (isPhone) t.ok(await page.getByRole('link', { name: 'Money' }).isVisible(), 'the menu')
    t.match(await focus(page), { name: before.name, scroll: before.scroll })
  })

  test(`notes and the employee of an order at ${width} px`, async (t, browser) => {
    await addEmployee(office, {
      name: `Rosa ${width}`,
      phoneNumber: `0170 555 ${at.viewport.width}`,
    })
    const { id } = await addOrder(office)
    const page = await open(browser, at, `/admin/orders/${id}`)
    await page.getByRole('link', { name: 'Choose' }).click()
    await page.waitForURL('**/edit#f-employeeId')
    const employeeField = page.getByLabel('Made by')
    const box = await employeeField.boundingBox()
    t.ok(box && box.y >= 0 && box.y + box.height < at.viewport.height, 'the field is in view')
    await employeeField.selectOption(`Rosa ${width}`)
    await page.getByLabel('Internal notes').fill('Mind the hem')
    const saved = await reloaded(page, () => button(page, 'Save').click())
    t.equal(new URL(page.url()).pathname, `/admin/orders/${id}`)
    t.match(await said(page), /saved/i)
    t.equal(saved.scroll, 0, 'the page of the order begins at its top')
    t.ok(await page.locator('#order-status').getByText(`Rosa ${width}`).isVisible())
  })

  test(`the access of a user at ${width} px`, async (t, browser) => {
    const { email } = await account(app, 'staff')
    const users = (await office.get(`/api/users?search=${email}`)).json().data
    const page = await open(browser, at, `/admin/users/${users[0].id}`)
    await centre(page, '#set-password')
    await page.locator('#f-password').fill('short')
    const refused = await reloaded(page, () => button(page, 'Set password').click())
    t.match(refused, { id: 'form-errors', isSeen: true }, 'what is wrong')
    await page.locator('#f-password').fill('needle and thread 8')
    const set = await reloaded(page, () => button(page, 'Set password').click())
    t.match(set, { id: 'set-password', isSeen: true })
    await page.locator('#disable-open').click()
    const off = await reloaded(page, () =>
      page.locator('dialog').getByRole('button', { name: 'Switch off' }).click(),
    )
    t.match(off, { name: 'Switch on', isSeen: true }, 'what takes it back')
    const on = await reloaded(page, () => button(page, 'Switch on').click())
    t.match(on, { name: 'Switch off', isSeen: true })
  })
}
