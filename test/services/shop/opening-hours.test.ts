// Opening hours: open or not at a moment, and when it opens next, in the shop's time zone.
import t from 'tap'
import type { OpeningHours } from '../../../src/schemas/shop/opening-hours.ts'
import { hoursOn, openState } from '../../../src/services/shop/opening-hours.ts'

const HOURS: OpeningHours = {
  weekly: [
    ...[1, 2, 3, 4, 5].flatMap((weekday) => [
      { weekday, opens: '09:00', closes: '12:30' },
      { weekday, opens: '14:00', closes: '18:00' },
    ]),
    { weekday: 6, opens: '10:00', closes: '24:00' },
  ],
  exceptions: [
    { day: '2026-12-25', opens: null, closes: null, note: 'Christmas' },
    { day: '2026-12-27', opens: '11:00', closes: '15:00', note: null },
  ],
}
const at = (moment: string, timeZone = 'Europe/London') => openState(HOURS, moment, timeZone)

t.test('a day may have two spans, and a lunch between them', async (t) => {
  t.strictSame(at('2026-12-01T10:00:00.000Z'), {
    isOpen: true,
    next: { day: '2026-12-01', time: '12:30' },
  })
  t.strictSame(at('2026-12-01T13:00:00.000Z'), {
    isOpen: false,
    next: { day: '2026-12-01', time: '14:00' },
  })
  t.match(at('2026-12-01T12:30:00.000Z'), { isOpen: false }, 'the end is not open any more')
})

t.test('the next opening skips closed days, and knows exceptions', async (t) => {
  t.match(at('2026-12-24T18:00:00.000Z'), { next: { day: '2026-12-26', time: '10:00' } })
  t.match(at('2026-12-26T23:59:00.000Z'), { isOpen: true, next: { time: '24:00' } })
  t.match(at('2026-12-27T12:00:00.000Z'), { isOpen: true }, 'a Sunday that is open')
  t.strictSame(hoursOn(HOURS, '2026-12-25'), { day: '2026-12-25', note: 'Christmas', spans: [] })
})

t.test('the time is that of the shop', async (t) => {
  // 23:30 on Monday in London is 12:30 on Tuesday in Auckland.
  t.match(at('2026-11-30T23:30:00.000Z', 'Pacific/Auckland'), {
    isOpen: false,
    next: { day: '2026-12-01', time: '14:00' },
  })
})

t.test('a shop that never opens has no next opening', async (t) => {
  const never = { weekly: [], exceptions: [] }
  t.strictSame(openState(never, '2026-12-01T10:00:00.000Z', 'UTC'), { isOpen: false, next: null })
})
