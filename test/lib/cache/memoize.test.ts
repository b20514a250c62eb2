// Memoize and the cached start of a day.
import t from 'tap'
import { memoize } from '../../../src/lib/cache/memoize.ts'
import { dayOf, today } from '../../../src/lib/time/shop-time.ts'

t.test('each result is computed once, and evicted when there are too many', async (t) => {
  let worked = 0
  const double = memoize((number: number) => {
    worked += 1
    return number * 2
  })
  for (const number of [1, 2, 1, 2, 1]) t.equal(double(number), number * 2)
  t.equal(worked, 2)
  for (let number = 0; number < 12_000; number++) double(number)
  t.equal(double(1), 2)
})

t.test(
  'a day begins at its midnight, also where clocks change, in any order of calls',
  async (t) => {
    for (const zone of [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'UTC',
      'Pacific/Chatham',
    ]) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      const first = Date.parse('2026-03-07T00:00:00Z')
      const moments = Array.from({ length: 900 }, (_, at) => new Date(first + at * 2_500_001))
      for (const moment of [...moments, ...moments.toReversed()]) {
        const expected = format.format(moment)
        if (today(zone, moment) !== expected) t.equal(today(zone, moment), expected, zone)
        if (dayOf(moment.toISOString(), zone) !== expected)
          t.fail(`${zone} ${moment.toISOString()}`)
      }
    }
  },
)
