// Drafts on a shared tablet: only their author sees them, also after somebody else has signed in.
import t from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { account, OWNER, program } from '../../support/app.ts'
import { browserTests } from '../../support/browser/chromium.ts'
import {
  BACK,
  closedTab,
  item,
  keyIn,
  newTab,
  OFFER,
  offerIn,
  open,
  signInAs,
  stored,
  VEIL,
  write,
} from '../../support/browser/draft-tabs.ts'
import { heading, looksWell, openShop, press, visit } from '../../support/browser/journeys.ts'
import { addOrder } from '../../support/shop/factories.ts'

const test = await browserTests(t)
const { app, url } = await openShop(t)
const { id } = await addOrder(await program(app))

/** Ends the sessions without a sign-out, as when they expire overnight. */
const endSessions = () =>
  app.db.write((tx) =>
    tx.run(sql`UPDATE sessions SET revoked_at = created_at WHERE revoked_at IS NULL`),
  )

test('the next person at the tablet gets an empty form', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  await write(page)
  await endSessions()

  await signInAs(page, await account(app, 'staff'))
  await open(page)
  t.equal(await item(page).inputValue(), '')
  t.equal(await offerIn(page).count(), 0)
  t.notMatch(await page.content(), 'Surprise')
  await endSessions()

  await signInAs(page, OWNER)
  await open(page)
  await page.getByText(BACK).first().waitFor()
  t.equal(await item(page).inputValue(), VEIL)
  t.equal(await offerIn(page).count(), 0, 'in the same tab without a question')
})

test('after sign-out the draft is kept for its author only', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  const tab = await closedTab(page)
  const signOut = async () => {
    await tab.goto(`${url}/profile`)
    await tab.getByRole('button', { name: 'Sign out', exact: true }).first().click()
    await heading(tab, 'Sign in')
  }
  await signOut()
  await signInAs(tab, await account(app, 'staff'))
  await open(tab)
  t.equal(await offerIn(tab).count(), 0)
  t.notMatch(await tab.content(), /Surprise|unsent draft from \d/)
  await signOut()
  await signInAs(tab, OWNER)
  await open(tab)
  await offerIn(tab).getByText(OFFER).waitFor()
})

test('a reload restores the draft without asking', async (t, browser) => {
  const { page, faults } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  await write(page)
  const key = await keyIn(page)
  await page.reload()
  await page.getByText(BACK).first().waitFor()
  t.equal(await item(page).inputValue(), VEIL)
  t.equal(await keyIn(page), key)
  t.equal(await offerIn(page).count(), 0)
  t.strictSame(faults, [])
})

for (const [width, colorScheme] of [
  [360, 'light'],
  [768, 'dark'],
] as const) {
  test(`after the tab was closed the draft is offered, ${width} px`, async (t, browser) => {
    const viewport = { width, height: 900 }
    const { page } = await visit(browser, url, { viewport, colorScheme })
    await signInAs(page, OWNER)
    const tab = await closedTab(page)
    await open(tab)
    t.equal(await item(tab).inputValue(), '', 'not before it is asked for')
    await offerIn(tab)
      .getByText(/^You have an unsent draft from \d{1,2}:\d\d [AP]M\.$/)
      .waitFor()
    t.match(await tab.locator('#live').textContent(), OFFER, 'a screen reader hears of it')
    t.ok((await tab.evaluate<number>('window.shifted')) < 0.01, 'nothing jumps')
    await looksWell(t, tab, 'the offer', { wcag: true })
    await tab.getByRole('button', { name: 'Restore' }).focus()
    await tab.keyboard.press('Enter')
    await tab.getByText(BACK).first().waitFor()
    t.equal(await item(tab).inputValue(), VEIL)
    t.equal(await offerIn(tab).count(), 0)
    t.equal(await tab.evaluate('document.activeElement.id'), 'main')
    await tab.reload()
    await tab.getByText(BACK).first().waitFor()
  })
}

test('a discarded draft is deleted, and an older one is offered next', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  const second = await closedTab(page, 'An older coat')
  const tab = await closedTab(second, 'A newer coat')
  await open(tab)
  await tab.getByRole('button', { name: 'Discard draft' }).click()
  t.notMatch(await stored(tab, 'An older coat'), 'A newer coat')
  await press(tab, 'Restore')
  await tab.getByText(BACK).first().waitFor()
  t.equal(await item(tab).inputValue(), 'An older coat')
})

test('a draft that is open in another tab is not offered', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  await write(page)
  const other = await newTab(page.context())
  await open(other)
  t.equal(await offerIn(other).count(), 0)
  await item(other).fill('Another coat')
  await stored(other, 'Another coat')
  await page.reload()
  await page.getByText(BACK).first().waitFor()
  t.equal(await item(page).inputValue(), VEIL, 'each tab has its own')
  await page.close()
  await other.goto(`${url}/admin`)
  const third = await newTab(other.context())
  await open(third)
  await offerIn(third).waitFor()
})

test('a draft that is sent twice creates one order and is deleted', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  const orders = async () =>
    (await (await program(app)).get('/api/orders?total=true')).json().total as number
  await open(page)
  await page.getByLabel('Name', { exact: true }).fill('Zelda Quist')
  await page.getByLabel('Phone number').fill('0170 555 0199')
  await page.getByLabel('Price each').fill('64')
  await item(page).fill(VEIL)
  const draft = await stored(page, VEIL)
  const key = await keyIn(page)
  const before = await orders()
  await press(page, 'Save order')
  await heading(page, /^Order \d+$/)
  t.equal(await page.evaluate('localStorage.drafts'), undefined, 'accepted: it is removed')

  // As if the tab had been closed before the response came.
  await page.evaluate(`localStorage.drafts = ${JSON.stringify(draft)}`)
  const tab = await newTab(page.context())
  await page.close()
  await open(tab)
  await press(tab, 'Restore')
  await tab.getByText(BACK).first().waitFor()
  t.equal(await keyIn(tab), key)
  await press(tab, 'Save order')
  await heading(tab, /^Order \d+$/)
  t.equal(await orders(), before + 1)
})

test('a payment sent after the session ended is resumed after sign-in', async (t, browser) => {
  const { page } = await visit(browser, url, {})
  await signInAs(page, OWNER)
  await page.goto(`${url}/admin/orders/${id}`)
  await page.locator('summary', { hasText: 'Take payment' }).click()
  await page.locator('#payment-form [name=amount]').fill('12.00')
  await page.locator('#payment-form [name=note]').fill('Paid by her aunt')
  await endSessions()
  await page.locator('#payment-form button').click()
  await page.getByText('Your form is not saved yet').waitFor()
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await press(page, 'Sign in')
  await page.getByText('Paid by her aunt').waitFor()
  await press(page, 'Send now')
  await page.waitForURL(/orders\/\d+/)
  const { data } = (await (await program(app)).get(`/api/orders/${id}/payments`)).json()
  t.equal(data.length, 1)
  t.match(data, [{ amount: '12.00', note: 'Paid by her aunt' }])
})
