// Formatting of money, dates and due dates in the shop's locale.
import t from 'tap'
import { addDays, dueAt, today } from '../../../src/lib/time/shop-time.ts'
import type { OrderStatus } from '../../../src/schemas/orders/status.ts'
import { formatsFor } from '../../../src/views/helpers/formats.ts'

const timeZone = 'Europe/Dublin'
const shop = { currency: 'EUR', locale: 'en-IE', timeZone }
const fmt = formatsFor(shop)
const day = today(timeZone)

const due = (deadline: string | null, status: OrderStatus = 'pending') =>
  fmt.due({ deadline, dueAt: deadline && dueAt(deadline, timeZone), status })

t.test('a due date is relative to today', async (t) => {
  t.match(due(day), { text: 'Due today', tone: 'today' })
  t.match(due(addDays(day, 1)), { text: 'Due tomorrow', tone: 'soon' })
  t.match(due(addDays(day, 9)), { text: 'Due in 9 days', tone: 'later' })
  t.match(due(addDays(day, -1)), { text: '1 day late', tone: 'late' })
  t.match(due(addDays(day, -3)), { text: '3 days late', tone: 'late' })
})

t.test('a finished order is not late: its due date is shown alone', async (t) => {
  const { text, short, tone } = due('2021-03-09', 'completed')
  t.match({ text, short, tone }, { text: '9 Mar 2021', short: '9 Mar 2021', tone: 'none' })
})

t.test('an order without a due date shows nothing', async (t) => {
  t.match(due(null), { text: '', exact: '', short: '', tone: 'none' })
})

t.test('a short date has a year only if it is not this one', async (t) => {
  t.equal(fmt.shortDate('2021-03-09'), '9 Mar 2021')
  t.equal(fmt.shortDate(`${day.slice(0, 4)}-03-09`), '9 Mar')
})

t.test('currencies have their own number of decimals', async (t) => {
  t.equal(formatsFor({ ...shop, currency: 'KWD' }).amount(12_500), '12.500')
  t.equal(formatsFor({ ...shop, currency: 'JPY' }).money(1250), 'JP¥1,250')
})

t.test('a right-to-left date is isolated between English words', async (t) => {
  const arabic = formatsFor({ ...shop, locale: 'ar' }).date('2021-03-09')
  t.match(arabic, /^\u2068.*\u2069$/)
})
