// Switching on a shared tablet by tapping, at the width of a phone.
import t from 'tap'
import { openShop } from '../support/api.ts'
import { browserTests, openWindow } from '../support/browser/chromium.ts'
import { colleague } from '../support/shop/tablets.ts'

const browserTest = await browserTests(t)

browserTest('two people take turns on a phone by tapping', async (t, browser) => {
  const { app, owner } = await openShop(t)
  const rosa = await colleague(app, owner, 'Rosa Lindqvist', '4830')
  const karim = await colleague(app, owner, 'Karim Haddad', '9052')
  const { code } = (await owner.post('/api/devices', { name: 'Counter' })).json()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const small = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }
  const { page, faults } = await openWindow(browser, address, small)
  await page.goto(`${address}/device`)
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Enrol this tablet' }).tap()

  const switchTo = async ({ fullName, pin }: typeof rosa) => {
    const name = page.locator('.pick', { hasText: fullName })
    const box = await name.boundingBox()
    t.ok((box?.height ?? 0) >= 48, `${fullName} is ${box?.height} px high`)
    await name.tap()
    await page.getByLabel('PIN', { exact: true }).fill(pin)
    await page.getByRole('button', { name: 'Continue' }).tap()
    await page.locator('.topbar', { hasText: fullName }).waitFor()
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
