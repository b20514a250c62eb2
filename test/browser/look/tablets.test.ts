// Pages of a shared tablet with what they show in use: people, a wrong PIN, a kept form, the question for the password.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openShop } from '../../support/api.ts'
import { browserTests, openWindow } from '../../support/browser/chromium.ts'
import { layoutFaults, prepare, violations } from '../../support/browser/look.ts'
import { submit } from '../../support/forms.ts'
import { faultsOf } from '../../support/page-faults.ts'
import { colleague, switchTo, tablet } from '../../support/shop/tablets.ts'

const test = await browserTests(t)

/** As it stands, for nothing of it has an address. */
async function lookAt(t: Test, page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of [
    [360, 'light'],
    [768, 'dark'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    t.strictSame(await layoutFaults(page), [], `${name} at ${width}: comfort`)
    t.strictSame(await violations(page), [], `${name} at ${width}, ${colorScheme}: WCAG`)
  }
}

test('switching, with people, mistakes and a form that is kept', async (t, browser) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  await colleague(app, owner, 'Oluwaseun Adebayo Ogunleye-Fitzgerald', '9052')
  const { code } = (await owner.post('/api/devices', { name: 'Counter' })).json()
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { page } = await openWindow(browser, url, { reducedMotion: 'reduce' })
  await prepare(page.context())
  await page.goto('/device')
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Enrol this tablet' }).click()
  await page.waitForURL('**/auth/switch')
  await lookAt(t, page, 'people')

  const type = async (pin: string) => {
    await page.locator('.pick', { hasText: rosa.fullName }).click()
    await page.getByLabel('PIN', { exact: true }).fill(pin)
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  await type('7395')
  await page.locator('#problem').waitFor()
  await lookAt(t, page, 'a wrong PIN')
  await type(rosa.pin)
  await page.waitForURL('**/admin')
  await page.goto('/admin/customers/new')
  await lookAt(t, page, 'a page with the buttons of its form')
  await page.getByLabel('Name', { exact: true }).fill('Amina Bello')
  await page.setViewportSize({ width: 360, height: 800 })
  await page.locator('.topbar button[formaction^="/auth/switch/form"]').click()
  await page.locator('#kept').waitFor()
  await lookAt(t, page, 'a kept form')
  await page.getByRole('button', { name: 'Back to the form' }).click()
  await page.locator('#resume').waitFor()
  await lookAt(t, page, 'a form to send')

  await owner.put('/api/users/me/pin', { pin: '7381', currentPassword: 'needle and thread 7' })
  await page.goto('/auth/switch')
  await page.locator('.pick', { hasText: 'Ines Almeida' }).click()
  await page.getByLabel('PIN', { exact: true }).fill('7381')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL('**/admin')
  await page.goto('/admin/roles/new')
  await page.getByLabel('Name').first().fill('Weekend help')
  await page.getByRole('button', { name: 'Save role' }).click()
  await page.locator('#confirm').waitFor()
  await lookAt(t, page, 'the question for the password')
})

t.test('the HTML of these pages is valid', async (t) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  await owner.put('/api/users/me/pin', { pin: '7381', currentPassword: 'needle and thread 7' })
  const counter = await tablet(app, owner)
  const people = await counter.get('/auth/switch')
  t.strictSame(faultsOf(people), [], 'people')
  const typed = { userId: String(rosa.id), pin: '7395' }
  t.strictSame(faultsOf(await submit(counter, people, { form: '#switch', typed })), [], 'wrong PIN')
  await switchTo(counter, { id: 1, pin: '7381' })
  const form = await counter.get('/admin/roles/new')
  t.strictSame(faultsOf(form), [], 'a page with the buttons of its form')
  const role = { form: 'form[action="/admin/roles"]', typed: { name: 'Weekend help' } }
  const asked = await submit(counter, form, role)
  t.equal(asked.$('#confirm').length, 1)
  t.strictSame(faultsOf(asked), [], 'the password')
  const filled = { name: 'Weekend help' }
  const headers = { 'sec-fetch-site': 'same-origin' }
  for (const url of [
    '/auth/switch/form?of=%2Fadmin%2Froles',
    '/auth/lock/form?of=%2Fadmin%2Froles',
  ]) {
    await counter.get('/admin/roles/new')
    const kept = await counter.post(url, filled, headers)
    t.equal(kept.$('#kept').length, 1, url)
    t.strictSame(faultsOf(kept), [], url)
  }
})
