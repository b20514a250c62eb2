// Switching on a shared tablet by tapping, at the width of a phone.
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { openShop } from '../support/api.ts'
import { OWNER, type Program, program } from '../support/app.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { addOrder } from '../support/shop/factories.ts'
import { type Colleague, colleague } from '../support/shop/tablets.ts'

const browserTest = await browserTests(t)

const SMALL = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }

/** A phone that was enrolled as a tablet of the shop. */
async function enrolled(browser: Browser, address: string, owner: Program) {
  const { code } = (await owner.post('/api/devices', { name: 'Counter' })).json()
  const { page, faults } = await openWindow(browser, address, SMALL)
  await page.goto(`${address}/device`)
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Enrol this tablet' }).tap()
  return { page, faults }
}

async function typePin(page: Page, { fullName, pin }: Colleague): Promise<void> {
  await page.locator('.pick', { hasText: fullName }).tap()
  await page.getByLabel('PIN', { exact: true }).fill(pin)
  await page.getByRole('button', { name: 'Continue' }).tap()
}

browserTest('two people take turns on a phone by tapping', async (t, browser) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { page, faults } = await enrolled(browser, address, owner)
  const switchTo = async (who: typeof rosa) => {
    const box = await page.locator('.pick', { hasText: who.fullName }).boundingBox()
    t.ok((box?.height ?? 0) >= 48, `${who.fullName} is ${box?.height} px high`)
    await typePin(page, who)
    await page.locator('.topbar', { hasText: who.fullName }).waitFor()
  }
  await switchTo(rosa)
  await page.goto(`${address}/admin/customers`)
  await page.locator('.topbar a[href^="/auth/switch"]').tap()
  await switchTo(karim)
  t.equal(new URL(page.url()).pathname, '/admin/customers')
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.equal(wide, 360, 'nothing to scroll sideways')
  t.same(faults, [])
})

browserTest(
  'a half-filled order goes along with a tap, and Enter still saves',
  async (t, browser) => {
    const { app, owner } = await openShop(t)
    const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
    const karim = await colleague(app, owner, 'Karim Haddad', '9052')
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const { page, faults } = await enrolled(browser, address, owner)
    await typePin(page, rosa)
    await page.locator('.topbar', { hasText: rosa.fullName }).waitFor()

    await page.goto(`${address}/admin/customers/new`)
    await page.getByLabel('Name', { exact: true }).fill('Zelda Okoye')
    await page.getByLabel('Phone number').fill('+353 1 555 0188')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/admin\/customers\/\d+$/)

    await page.goto(`${address}/admin/orders/new`)
    await page.locator('[name="items.0.itemName"]').fill('Silk scarf')
    await page.locator('[name="customer.name"]').fill('Amina Bello')
    await page.locator('.topbar button[formaction^="/auth/switch/form"]').tap()
    await page.locator('#kept').waitFor()
    await typePin(page, karim)
    await page.getByRole('button', { name: 'Check it first' }).tap()
    await page.locator('#order-form').waitFor()
    t.equal(await page.locator('[name="items.0.itemName"]').inputValue(), 'Silk scarf')
    t.equal(await page.locator('[name="customer.name"]').inputValue(), 'Amina Bello')
    t.match(await page.locator('.topbar').innerText(), 'Karim Haddad')

    await page.locator('[name="items.0.itemName"]').fill('Wool scarf')
    await page.locator('details.menu-up summary').tap()
    await page.locator('.bottom-bar').getByRole('button', { name: 'Lock now' }).tap()
    await page.locator('#kept', { hasText: 'The tablet was locked.' }).waitFor()
    await typePin(page, karim)
    t.match(await page.locator('#typed').innerText(), 'Wool scarf')
    t.same(faults, [])
  },
)

browserTest('the list of signed-in devices follows what people do', async (t, browser) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { page, faults } = await openWindow(browser, address)
  await page.goto(`${address}/auth/login`)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/admin')
  const stream = page.waitForResponse((answer) => answer.url().includes('/stream'))
  await page.goto(`${address}/admin/users/sessions`)
  await stream
  const ofRosa = page
    .locator('#sessions .row')
    .filter({ has: page.locator('.row-link', { hasText: 'Rosa Lindqvist' }) })
  t.equal(await ofRosa.count(), 0)
  const till = await program(app, rosa)
  await ofRosa.waitFor()
  t.match(await ofRosa.innerText(), 'signed in')
  const { number } = await addOrder(till)
  await ofRosa.getByText(`#${number}`).waitFor()
  const { id } = (await owner.get('/api/users/me')).json()
  const { data } = (await owner.get('/api/sessions')).json()
  const session = data.find(({ user }: { user: { id: number } }) => user.id !== id)
  await owner.delete(`/api/sessions/${session.id}`)
  await ofRosa.waitFor({ state: 'detached' })
  t.same(faults, [])
})
