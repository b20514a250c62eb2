// Calendar days for weeks and months.
import t from 'tap'
import { calendarSpan, firstDayOfWeek } from '../../../src/lib/time/calendar.ts'

const MONDAY = 1
const SUNDAY = 7

t.test("a week begins on the first weekday of the shop's locale", async (t) => {
  t.equal(firstDayOfWeek('en-IE'), MONDAY)
  t.equal(firstDayOfWeek('en-US'), SUNDAY)
  t.equal(calendarSpan('week', '2026-11-21', MONDAY).days[0], '2026-11-16')
  t.equal(calendarSpan('week', '2026-11-21', SUNDAY).days[0], '2026-11-15')
  t.equal(calendarSpan('week', '2026-11-22', SUNDAY).days[0], '2026-11-22')
})

t.test('a month is shown in whole weeks', async (t) => {
  const { days, previous, next } = calendarSpan('month', '2026-11-21', MONDAY)
  t.equal(days[0], '2026-10-26')
  t.equal(days.at(-1), '2026-12-06')
  t.equal(days.length % 7, 0)
  t.match(previous, /^2026-10/)
  t.equal(next, '2026-12-01')
})

t.test('a February of four whole weeks has nothing before or after it', async (t) => {
  const { days } = calendarSpan('month', '2027-02-10', MONDAY)
  t.equal(days[0], '2027-02-01')
  t.equal(days.length, 28)
})
