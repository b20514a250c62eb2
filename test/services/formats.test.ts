// What people read: money, days and deadlines in the shop's own way.
import t from 'tap'
import type { OrderStatus } from '../../src/schemas/order-status.ts'
import { formatsFor } from '../../src/services/formats.ts'
import { addDays, dueAt, today } from '../../src/services/shop-time.ts'

const timeZone = 'Europe/Dublin'
const shop = { currency: 'EUR', locale: 'en-IE', timeZone }
const fmt = formatsFor(shop)
const day = today(timeZone)

const due = (deadline: string | null, status: OrderStatus = 'pending') =>
  fmt.due({ deadline, dueAt: deadline && dueAt(deadline, timeZone), status })

t.test('a deadline is told the way a shop speaks', async (t) => {
  t.match(due(day), { text: 'Due today', tone: 'today' })
  t.match(due(addDays(day, 1)), { text: 'Due tomorrow', tone: 'soon' })
  t.match(due(addDays(day, 9)), { text: 'Due in 9 days', tone: 'later' })
  t.match(due(addDays(day, -1)), { text: '1 day late', tone: 'late' })
  t.match(due(addDays(day, -3)), { text: '3 days late', tone: 'late' })
})

t.test('what is done is not late any more: its day alone, once', async (t) => {
  const { text, short, tone } = due('2021-03-09', 'completed')
  t.match({ text, short, tone }, { text: '9 Mar 2021', short: '9 Mar 2021', tone: 'none' })
})

t.test('nothing promised is nothing to show', async (t) => {
  t.match(due(null), { text: '', exact: '', short: '', tone: 'none' })
})

t.test('the short day has a year only when it is not this one', async (t) => {
  t.equal(fmt.shortDate('2021-03-09'), '9 Mar 2021')
  t.equal(fmt.shortDate(`${day.slice(0, 4)}-03-09`), '9 Mar')
})

t.test('currencies have the decimals they have', async (t) => {
  t.equal(formatsFor({ ...shop, currency: 'KWD' }).amount(12_500), '12.500')
  t.equal(formatsFor({ ...shop, currency: 'JPY' }).money(1250), 'JP¥1,250')
})

t.test('a date from right to left stays whole between English words', async (t) => {
  const arabic = formatsFor({ ...shop, locale: 'ar' }).date('2021-03-09')
  t.match(arabic, /^\u2068.*\u2069$/)
})
