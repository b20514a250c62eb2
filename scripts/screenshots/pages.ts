// Pages for screenshots, with dialogs and menus of some.
import type { Page } from 'playwright-core'
import type { Reader } from '../../src/db/database.ts'
import { sql } from '../../src/db/sql.ts'

export interface ScreenshotPage {
  name: string
  path: string
  visitor?: boolean
  /** Runs before the screenshot, which then shows only the window. */
  before?: (page: Page) => Promise<unknown>
}

const click = (selector: string) => (page: Page) => page.locator(selector).first().click()

async function saveNothing(page: Page): Promise<void> {
  await page.locator('#save-order').click()
  await page.locator('#form-errors').waitFor()
}

/** All of them, in a shop with data. */
export async function screenshotPages(db: Reader): Promise<ScreenshotPage[]> {
  const order = await db.get<{ id: number; token: string; customerId: number }>(sql`
    SELECT o.id, o.tracking_token AS token, o.customer_id AS "customerId"
    FROM orders o
    JOIN order_images i ON i.order_id = o.id
    WHERE o.status = 'in_progress'
    LIMIT 1`)
  if (!order) throw new Error('The sample shop has no order with a photo in work.')
  const path = `/admin/orders/${order.id}`
  return [
    { name: 'home', path: '/', visitor: true },
    { name: 'sign-in', path: '/auth/login', visitor: true },
    { name: 'register', path: '/auth/register', visitor: true },
    { name: 'track-order', path: `/track-order/${order.token}`, visitor: true },
    { name: 'nothing-here', path: '/no-such-page', visitor: true },
    { name: 'dashboard', path: '/admin' },
    { name: 'orders', path: '/admin/orders' },
    { name: 'orders-filtered', path: '/admin/orders?status=pending,in_progress&overdue=true' },
    { name: 'orders-none', path: '/admin/orders?search=zelda' },
    { name: 'board', path: '/admin/orders/board' },
    { name: 'calendar', path: '/admin/orders/calendar' },
    { name: 'order', path },
    { name: 'order-archive', path, before: click('a[data-dialog=archive]') },
    { name: 'order-edit', path: `${path}/edit` },
    { name: 'ticket', path: `${path}/ticket` },
    { name: 'receipt', path: `${path}/receipt` },
    { name: 'order-new', path: '/admin/orders/new' },
    { name: 'order-refused', path: '/admin/orders/new', before: saveNothing },
    { name: 'customers', path: '/admin/customers' },
    { name: 'customer', path: `/admin/customers/${order.customerId}` },
    { name: 'customer-new', path: '/admin/customers/new' },
    { name: 'products', path: '/admin/products' },
    { name: 'product-new', path: '/admin/products/new' },
    { name: 'categories', path: '/admin/categories' },
    { name: 'stock', path: '/admin/stock' },
    { name: 'receive', path: '/admin/stock/receive' },
    { name: 'counts', path: '/admin/stock/counts' },
    { name: 'money', path: '/admin/money' },
    { name: 'cash-sheet', path: '/admin/money/cash-sheet' },
    { name: 'payments', path: '/admin/money/payments' },
    { name: 'employees', path: '/admin/employees' },
    { name: 'employee', path: '/admin/employees/1' },
    { name: 'users', path: '/admin/users' },
    { name: 'user-new', path: '/admin/users/new' },
    { name: 'settings', path: '/admin/settings' },
    { name: 'settings-payments', path: '/admin/settings/payments' },
    { name: 'settings-storefront', path: '/admin/settings/storefront' },
    { name: 'settings-hours', path: '/admin/settings/hours' },
    { name: 'settings-delivery', path: '/admin/settings/delivery' },
    { name: 'profile', path: '/profile' },
    { name: 'design', path: '/admin/design' },
  ]
}
