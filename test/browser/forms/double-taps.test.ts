// Double taps: the second tap must not press the button that replaced the first one.
import type { Page } from 'playwright-core'
import t from 'tap'
import { program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import { opener, WINDOWS } from '../../support/browser/focus-checks.ts'
import { openShop } from '../../support/browser/journeys.ts'
import { addEmployee, addOrder, inDays } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const office = await program(app)
const open = opener(url)

/** On a busy machine the response may come later than any second tap; then the test tries again. */
const IN_TIME_MS = 300

/**
 * Taps a button, and its replacement as soon as it appears, from within the page; not one that appears too late.
 * @returns the time until it appeared, in ms
 */
const tapTwice = async (page: Page, selector: string): Promise<number> => {
  await page.locator(selector).first().scrollIntoViewIfNeeded()
  return page.evaluate<number>(`new Promise((done) => {
    const button = document.querySelector('${selector}')
    const box = button.getBoundingClientRect()
    const [clientX, clientY] = [box.left + box.width / 2, box.top + box.height / 2]
    const tap = () => document.elementFromPoint(clientX, clientY).dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, clientX, clientY }))
    const start = performance.now()
    tap()
    const asking = setInterval(() => {
      if (button.isConnected && button.closest('li')?.parentElement.id !== 'cards-in_progress') return
      clearInterval(asking)
      const took = performance.now() - start
      if (took > ${IN_TIME_MS}) return done(took)
      tap()
      setTimeout(done, 600, took)
    }, 5)
  })`)
}

const statusOf = async (id: number) => (await office.get(`/api/orders/${id}`)).json().status

for (const at of WINDOWS) {
  const width = `${at.viewport.width} px`

  test(`a double tap on a status of an order moves it once, at ${width} px`, async (t, browser) => {
    for (let tries = 0; tries < 8; tries++) {
      const { id } = await addOrder(office)
      const page = await open(browser, at, `/admin/orders/${id}`)
      if ((await tapTwice(page, '#order-status .steps button')) > IN_TIME_MS) continue
      t.equal(await statusOf(id), 'in_progress')
      await page.locator('#order-status .steps button').first().click()
      await page.locator('#order-status').getByText('Hand over').waitFor()
      t.equal(await statusOf(id), 'ready', 'a tap of its own counts')
      return
    }
    t.comment('the machine was too busy')
  })

  test(`a double tap on a card of the board moves it once, at ${width} px`, async (t, browser) => {
    for (let tries = 0; tries < 8; tries++) {
      const { id } = await addEmployee(office, {
        name: 'Rosa',
        phoneNumber: `0170 555 ${at.viewport.width} ${tries}`,
      })
      const ids: number[] = []
      for (let day = 1; day <= 3; day++) {
        ids.push((await addOrder(office, { employeeId: id, deadline: inDays(day) })).id)
      }
      const page = await open(browser, at, `/admin/orders/board?employeeId=${id}`)
      if ((await tapTwice(page, '#cards-pending > li button')) > IN_TIME_MS) continue
      const statuses = await Promise.all(ids.map(statusOf))
      t.strictSame(statuses.sort(), ['in_progress', 'pending', 'pending'])
      return
    }
    t.comment('the machine was too busy')
  })
}
