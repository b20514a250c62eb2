// What is remembered is what would have been worked out again, and the day changes when the day does.
import t from 'tap'
import { remembering } from '../../src/services/remembering.ts'
import { dayOf, today } from '../../src/services/shop-time.ts'

t.test('each answer is worked out once, and forgotten when there are too many', async (t) => {
  let worked = 0
  const double = remembering((number: number) => {
    worked += 1
    return number * 2
  })
  for (const number of [1, 2, 1, 2, 1]) t.equal(double(number), number * 2)
  t.equal(worked, 2)
  for (let number = 0; number < 12_000; number++) double(number)
  t.equal(double(1), 2)
})

t.test(
  'a day begins at its midnight, also where clocks change, whatever was asked before',
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
