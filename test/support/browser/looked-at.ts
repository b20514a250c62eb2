// A sample shop whose pages are looked at: three widths, light and dark.
import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { sql } from '../../../src/db/sql.ts'
import { buildEmpty, program } from '../app.ts'
import { pageRoutes } from '../page-routes.ts'
import { fillSample } from '../shop/sample-shop.ts'
import { fillShelf } from '../shop/shelf.ts'
import { openWindow } from './chromium.ts'
import { LAYOUT, layoutFaults, layoutShift, prepare, unfold, violations } from './look.ts'

export async function openLookedAt(t: Test) {
  const app = await buildEmpty(t, {
    RATE_LIMIT_STAFF: '1000000',
    RATE_LIMIT_ANONYMOUS: '1000000',
  })
  await fillSample(app.db, { orders: 12 })
  await fillShelf(app)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const order = await app.db.get<{
    id: number
    customerId: number
    employeeId: number
    token: string
  }>(sql`
    SELECT o.id, customer_id AS "customerId", employee_id AS "employeeId", tracking_token AS token
    FROM orders o
    JOIN order_images i ON i.order_id = o.id
    WHERE o.employee_id IS NOT NULL
    LIMIT 1`)
  if (!order) throw new Error('The sample shop has no order with a photo')
  const owner = await program(app)
  await owner.put('/api/users/1', { employeeId: order.employeeId })
  await owner.send({
    method: 'POST',
    url: '/api/customers/import/csv',
    headers: { 'content-type': 'text/csv' },
    payload: 'name,phone\nAmina Bello,+44 20 7946 0018\n',
  })
  await owner.send({
    method: 'POST',
    url: '/api/products/import/csv',
    headers: { 'content-type': 'text/csv' },
    payload: 'name,price\nFelt hat,30\n',
  })
  const paths = pageRoutes(app).map((path) =>
    path
      .replace(':token', order.token)
      .replace(/(orders|work)\/:id/, `$1/${order.id}`)
      .replace('import/products/runs/:id', 'import/products/runs/2')
      .replace(':id', '1'),
  )
  return { app, url, order, paths, opened: (browser: Browser) => opened(browser, url) }
}

async function opened(browser: Browser, url: string) {
  const window = await openWindow(browser, url, { reducedMotion: 'reduce' })
  await prepare(window.page.context())
  return window
}

export const isOfOrders = (path: string) => path.startsWith('/admin/orders')

/** A tablet has the parts of a phone and of a desk, so only rules that depend on the width run there. */
const PHONE = { width: 360, colorScheme: 'light', rules: undefined } as const
const TABLET = { width: 768, colorScheme: 'light', rules: LAYOUT } as const
const DESK = { width: 1280, colorScheme: 'dark', rules: undefined } as const

export async function signInAt(page: Page, who: { email: string; password: string }) {
  await page.goto('/auth/login')
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(admin|orders)$/)
}

/** Checks a page, light on the phone and dark on the desk: colours are the same at every width. */
export async function look(t: Test, page: Page, path: string): Promise<void> {
  for (const { width, colorScheme } of [DESK, TABLET, PHONE]) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await page.goto(path)
    t.ok((await layoutShift(page)) <= 0.1, `${path} at ${width}: nothing jumps`)
    t.strictSame(await layoutFaults(page), [], `${path} at ${width}: comfort`)
  }
  // Reloading axe for each width would take three times as long, and no script depends on the width.
  for (const { width, colorScheme, rules } of [PHONE, TABLET, DESK]) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await unfold(page)
    t.strictSame(await violations(page, rules), [], `${path} at ${width}, ${colorScheme}: WCAG`)
  }
}
