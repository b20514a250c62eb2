// Payments in a browser: a move that requires a payment, and Undo right after an action.
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
  const { id } = await addOrder(owner)
  const stored = async () => (await owner.get(`/api/orders/${id}`)).json()
  return { url, owner, id, stored }
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

const RULES = {
  methods: ['cash', 'card'],
  depositKind: 'none',
  workNeedsDeposit: false,
  handoverNeedsPayment: true,
}

test('from the board to the required payment and the hand-over', async (t, browser) => {
  const { url, owner, id, stored } = await shop(t)
  await owner.put('/api/payment-rules', RULES)
  for (const status of ['in_progress', 'ready']) {
    await owner.put(`/api/orders/${id}/status`, { status })
  }
  const page = await signedIn(browser, url)
  await page.goto('/admin/orders/board?column=ready')
  await page.getByRole('button', { name: /^Hand over: order/ }).click()
  const refusal = page.locator('.toast-error')
  await refusal.getByText(/The balance is \$185\.50/).waitFor()
  await refusal.getByRole('link', { name: 'Take payment' }).click()
  await page.getByText('Balance: $185.50').waitFor()
  await page.locator('#f-gate-method').selectOption('card')
  await page.getByRole('button', { name: 'Take payment and hand over' }).click()
  await page.locator('#order-badges').getByText('Completed').waitFor()
  await page.locator('#order-payments').getByText('Payment, card').waitFor()
  t.match(await stored(), { status: 'completed', paymentStatus: 'paid' })
})

test('a wrong tap is undone from the message after it', async (t, browser) => {
  const { url, id, stored } = await shop(t)
  const page = await signedIn(browser, url)
  await page.goto(`/admin/orders/${id}`)
  await page.getByRole('button', { name: 'Start work' }).click()
  await page.locator('#order-badges').getByText('In progress').waitFor()
  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
  await page.locator('#order-badges').getByText('Pending').waitFor()
  t.equal((await stored()).status, 'pending')
  await page.locator('summary', { hasText: 'Take payment' }).click()
  await page.getByRole('button', { name: 'Take payment', exact: true }).click()
  await page.locator('#order-badges').getByText('Paid', { exact: true }).waitFor()
  await page
    .locator('#order-timeline')
    .getByRole('button', { name: /^Undo: Payment/ })
    .click()
  await page.locator('#order-badges').getByText('Unpaid').waitFor()
  t.match(await stored(), { paymentStatus: 'unpaid', paidAmount: '0.00' })
})
