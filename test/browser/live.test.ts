// Live updates between two windows: changes appear in the other one, but never while somebody types.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { build, OWNER, program } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { addOrder } from '../support/shop/factories.ts'

const test = await browserTests(t)

async function shop(t: Test) {
  const app = await build(t)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const owner = await program(app)
  return { app, url, owner, order: await addOrder(owner) }
}

async function signedIn(browser: Browser, url: string): Promise<Page> {
  const { page } = await openWindow(browser, url)
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/admin')
  return page
}

/** Opens a page and waits until it is connected to the event stream. */
async function follow(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((answer) => answer.url().includes('/stream'))
  await page.goto(path)
  await stream
}

test('a move in one window appears in the other within a second', async (t, browser) => {
  const { url, owner, order } = await shop(t)
  const list = await signedIn(browser, url)
  await follow(list, '/admin/orders')
  const detail = await list.context().newPage()
  await follow(detail, `/admin/orders/${order.id}`)

  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  const since = Date.now()
  await detail.getByRole('button', { name: 'Mark ready' }).waitFor({ timeout: 5000 })
  t.comment(`shown after ${Date.now() - since} ms`)
  await list.locator('#orders-list').getByText('In progress').waitFor({ timeout: 5000 })
  t.pass('both windows show it')

  await addOrder(owner, { customer: { name: 'Li Wei', phoneNumber: '0170 555 0199' } })
  await list.locator('#orders-list').getByText('Li Wei').waitFor({ timeout: 5000 })
  t.pass('a new order appears in the list')
})

test('a live update does not touch a field in use', async (t, browser) => {
  const { url, owner, order } = await shop(t)
  const page = await signedIn(browser, url)
  await follow(page, `/admin/orders/${order.id}`)
  await page.locator('summary', { hasText: 'Take payment' }).click()
  const amount = page.locator('#f-amount')
  await amount.fill('12.34')
  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  await page.locator('#live-note', { hasText: 'Something changed here' }).waitFor({ timeout: 5000 })
  t.equal(await amount.inputValue(), '12.34')
  await page.getByRole('button', { name: 'Take payment', exact: true }).click()
  await page.getByRole('button', { name: 'Mark ready' }).waitFor({ timeout: 5000 })
  t.match(await page.locator('#order-payments').textContent(), /12\.34/)
})

test('the tracking page updates itself, and says when it is disconnected', async (t, browser) => {
  const { app, url, owner, order } = await shop(t)
  const { page } = await openWindow(browser, url)
  await follow(page, `/track-order/${order.trackingToken}`)
  await owner.put(`/api/orders/${order.id}/status`, { status: 'in_progress' })
  await page.getByText('In progress.').waitFor({ timeout: 5000 })

  await app.close()
  await page.locator('#live-note', { hasText: 'No connection' }).waitFor({ timeout: 10_000 })
  t.match(
    await page.locator('h1').textContent(),
    `Order ${order.number}`,
    'the page stays readable',
  )
})
