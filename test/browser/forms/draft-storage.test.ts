// Storage limits of drafts on a device, and its failures: no storage, or foreign content.
import t from 'tap'
import { OWNER } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  BACK,
  item,
  offerIn,
  open,
  signInAs,
  stored,
  write,
} from '../../support/browser/draft-tabs.ts'
import { heading, openShop, photo, press, visit } from '../../support/browser/journeys.ts'
import { newPhone } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { url } = await openShop(t)
const OWNER_ID = 1

test('a device stores at most 20 drafts of 100,000 characters for 7 days, and no passwords', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  const drafts = async (): Promise<{ key: string; of: string }[]> =>
    JSON.parse((await page.evaluate('localStorage.drafts ?? "[]"')) as string)
  const fill = (count: number, length: number, days: number) =>
    page.evaluate(`localStorage.drafts = JSON.stringify(Array.from({ length: ${count} }, (_, at) => ({
      of: ${OWNER_ID} + ' /admin/orders', key: 'old ' + at, at: Date.now() - ${days} * 86_400_000 + at,
      fields: [['notes', 'x'.repeat(${length})]] })))`)
  await fill(25, 10, 1)
  await write(page, 'One more')
  t.equal((await drafts()).length, 20)
  t.equal((await drafts())[0]?.key, 'old 6', 'the oldest went')
  await fill(8, 15_000, 1)
  await write(page, 'Another one')
  t.equal((await drafts()).length, 7)
  t.ok((await page.evaluate<number>('localStorage.drafts.length')) <= 100_000)
  await fill(3, 10, 8)
  await page.evaluate('sessionStorage.clear()')
  await open(page)
  t.equal(await offerIn(page).count(), 0, 'after 7 days it is not offered')

  await page.evaluate(`for (const [name, attributes] of [['secret', { type: 'password' }],
    ['number', { autocomplete: 'cc-number' }], ['__proto__', {}], ['constructor', {}]]) {
    const field = Object.assign(document.createElement('input'), { name, value: '4111 ' + name, ...attributes })
    document.querySelector('form[data-draft]').append(field)
  }`)
  await page.locator('#f-photos').setInputFiles([await photo('gown.jpg'), await photo('hem.jpg')])
  await item(page).fill('With secrets')
  const savedText = await stored(page, 'With secrets')
  t.notMatch(savedText, /_csrf|4111 secret|4111 number|gown/)
  t.match(savedText, '["photosLost","2"]')
  await page.reload()
  await page.getByText(BACK).first().waitFor()
  await page.getByText('Choose the 2 photos again').waitFor()
  t.equal(await page.evaluate('({}).polluted'), undefined)
  t.equal(await item(page).inputValue(), 'With secrets')
})

test('without working storage the form works without drafts', async (t, browser) => {
  for (const [what, script] of [
    [
      'full',
      `Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }
      Object.defineProperty(window, 'localStorage', { value: new Proxy({}, { set() { throw new Error('full') } }) })`,
    ],
    [
      'forbidden',
      `for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('', 'SecurityError') } })`,
    ],
    ['no channel', 'delete window.BroadcastChannel'],
    ['no JSON', `localStorage.drafts = '[{"of":'`],
    ['another shape', `localStorage.drafts = '{"of":1}'`],
    [
      'broken drafts',
      `localStorage.drafts = '[null,7,{"of":"${OWNER_ID} /admin/orders","key":"k","at":9e12,"fields":[["a"]]},{"of":"${OWNER_ID} /admin/orders","key":"k","at":' + Date.now() + ',"fields":[null]}]'`,
    ],
  ] as const) {
    const { page, faults } = await visit(browser, url, {})
    await signInAs(page, OWNER)
    await page.addInitScript(script)
    await open(page)
    t.equal(await offerIn(page).count(), 0, what)
    await item(page).fill('Hem')
    await page.waitForTimeout(400)
    await page.getByLabel('Name', { exact: true }).fill('Zelda Quist')
    await page.getByLabel('Phone number').fill(newPhone())
    await page.getByLabel('Price each').fill('64')
    await press(page, 'Save order')
    await heading(page, /^Order \d+$/)
    t.strictSame(faults, [], what)
    await page.context().close()
  }
})
