// Bidirectional text: Arabic and Hebrew names in English rows are isolated, so that they reorder no number beside them.
import t from 'tap'
import { build, type Page, program, signedIn } from '../../../support/app.ts'
import { addEmployee, addOrder, inDays } from '../../../support/shop/factories.ts'

const app = await build(t)
const office = await program(app)
const visitor = await signedIn(app)

const CUSTOMER = 'أحمد إبراهيم'
const TAILOR = 'שרה כהן'
const ITEM = 'فستان حرير 42'
const NAMES = [CUSTOMER, TAILOR, ITEM]

const tailor = await addEmployee(office, { name: TAILOR, phoneNumber: '0170 555 0143' })
const order = await addOrder(office, {
  customer: { name: CUSTOMER, phoneNumber: '0170 555 0142' },
  employeeId: tailor.id,
  deadline: inDays(2),
  items: [{ itemName: ITEM, quantity: 2, unitPrice: '125.50' }],
})
await office.post(`/api/orders/${order.id}/payments`, { amount: '10.00' })
await office.put(`/api/orders/${order.id}`, {
  items: [{ itemName: ITEM, quantity: 3, unitPrice: '125.50' }],
})

/** Names that share an element with other words, without isolation. */
function mixed({ $ }: Page): string[] {
  const faults: string[] = []
  $('body *')
    .not('script, option, title, .sr, svg *')
    .contents()
    .each((_, node) => {
      const text = node.nodeType === 3 ? (node as unknown as { data: string }).data : ''
      for (const name of NAMES) {
        if (!text.includes(name) || text.includes(`\u2068${name}\u2069`)) continue
        const parent = $(node.parent as never)
        if (!parent.is('bdi') && parent.text().trim() !== name) faults.push(parent.text().trim())
      }
    })
  return faults
}

const PAGES = [
  '/admin',
  '/admin/orders',
  '/admin/orders/board',
  '/admin/orders/calendar',
  `/admin/orders/${order.id}`,
  `/admin/orders/${order.id}/ticket`,
  `/admin/orders/${order.id}/receipt`,
  '/admin/customers',
  `/admin/customers/${order.customerId}`,
  '/admin/employees',
  `/admin/employees/${tailor.id}`,
  '/admin/activity',
  '/admin/money',
  '/admin/money/payments',
  '/admin/money/owing',
]

t.test('names are isolated on every page', async (t) => {
  let seen = 0
  for (const url of PAGES) {
    const page = await visitor.get(url)
    if (page.status === 404) continue
    t.equal(page.status, 200, url)
    t.strictSame(mixed(page), [], url)
    if (NAMES.some((name) => page.$('main').text().includes(name))) seen += 1
  }
  t.ok(seen >= 10, `names on ${seen} pages`)
})
