// Browser tabs for draft tests: orders are typed, tabs closed and reopened.
import type { BrowserContext, Page } from 'playwright-core'

export async function signInAs(
  page: Page,
  { email, password }: { email: string; password: string },
) {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/admin/)
}

const NEW = '/admin/orders/new'
export const OFFER = 'You have an unsent draft from'
export const BACK = 'Draft restored'
export const VEIL = 'Surprise veil for Amina'

export const item = (page: Page) => page.locator('[name="items.0.itemName"]')
export const offerIn = (page: Page) => page.getByRole('region', { name: 'Unsent draft' })
export const keyIn = (page: Page) => page.locator('[name=idempotencyKey]').inputValue()

/** The stored drafts, once they contain `text`. */
export async function stored(page: Page, text: string): Promise<string> {
  for (let look = 0; look < 100; look++) {
    const held = String(await page.evaluate('localStorage.drafts'))
    if (held.includes(text)) return held
    await page.waitForTimeout(50)
  }
  throw new Error(`The device does not hold "${text}"`)
}

export async function open(page: Page, path = NEW): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  // Other tabs need a moment to answer.
  await page.waitForTimeout(400)
}

export async function write(page: Page, text = VEIL): Promise<void> {
  await open(page)
  await item(page).fill(text)
  await stored(page, text)
}

export const newTab = (context: BrowserContext) => context.newPage()

/** Types an order and closes the tab; returns the next one, without a draft opened yet. */
export async function closedTab(page: Page, text = VEIL): Promise<Page> {
  await write(page, text)
  const next = await newTab(page.context())
  await page.close()
  return next
}
