// API reference page: works under its own content security policy, without other hosts.
import t from 'tap'
import { build } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'

const test = await browserTests(t)

test('the API document is readable, and requests can be tried out', async (t, browser) => {
  const app = await build(t)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { page, faults } = await openWindow(browser, url)
  await page.goto('/api/docs')
  await page.getByRole('heading', { name: 'Hemline', level: 1 }).waitFor()
  t.match(await page.title(), 'Hemline API')
  for (const words of ['Sign in', 'Take an order', 'Do not lose, do not overwrite']) {
    t.ok(await page.getByRole('heading', { name: words, exact: true }).isVisible(), words)
  }
  let operations = 0
  for (const { name } of app.swagger().tags ?? []) {
    const tag = page.locator(`#operations-tag-${name.replaceAll(' ', '_')}`)
    await tag.click()
    await page.locator('.opblock').first().waitFor()
    operations += await page.locator('.opblock').count()
    await tag.click()
    await page.locator('.opblock').first().waitFor({ state: 'detached' })
  }
  t.equal(operations, Object.values(app.swagger().paths ?? {}).flatMap(Object.keys).length)

  await page.locator('#operations-tag-Health').click()
  const health = page.locator('#operations-Health-getHealth')
  await health.getByRole('button').first().click()
  await health.getByRole('button', { name: 'Execute' }).click()
  await health.locator('.live-responses-table').getByText('"status": "ok"').waitFor()
  t.strictSame(faults, [])

  await page.locator('#operations-tag-Orders').click()
  const orders = page.locator('#operations-Orders-listOrders')
  await orders.getByRole('button').first().click()
  await orders.getByRole('button', { name: 'Execute' }).click()
  await orders.locator('.live-responses-table').getByText('"sign_in_required"').waitFor()
  t.pass('a program that nobody let in is told so')
})
