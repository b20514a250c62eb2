// What customers read of the opening hours, also on the days when clocks change.
import t from 'tap'
import { dayOf } from '../../../src/lib/time/shop-time.ts'
import { openState } from '../../../src/services/shop/opening-hours.ts'
import { openSentence, weekdayName } from '../../../src/views/helpers/labels/opening.ts'

const DAILY = {
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '09:00', closes: '18:00' })),
  exceptions: [],
}

function said(at: string, timeZone: string, locale: string, hours = DAILY) {
  const today = dayOf(at, timeZone)
  return openSentence(openState(hours, at, timeZone), { locale, today }).replace(/\u202f/g, ' ')
}

t.test('clocks in New York change, the hours of the shop do not', async (t) => {
  const here = ['America/New_York', 'en-US'] as const
  // On March 8, 2026 and November 1, 2026 at two o'clock.
  t.equal(said('2026-03-07T13:30:00Z', ...here), 'Opens today at 9:00 AM.')
  t.equal(said('2026-03-08T13:30:00Z', ...here), 'Open today until 6:00 PM.')
  t.equal(said('2026-10-31T21:59:00Z', ...here), 'Open today until 6:00 PM.')
  t.equal(said('2026-10-31T22:30:00Z', ...here), 'Opens tomorrow at 9:00 AM.')
  t.equal(said('2026-11-01T13:30:00Z', ...here), 'Opens today at 9:00 AM.')
  t.equal(said('2026-11-01T22:59:00Z', ...here), 'Open today until 6:00 PM.')
})

t.test('a shop that is closed says when it opens', async (t) => {
  const fridays = { weekly: [{ weekday: 5, opens: '09:00', closes: '24:00' }], exceptions: [] }
  t.equal(
    said('2026-12-01T10:00:00Z', 'Europe/Berlin', 'de-DE', fridays),
    'Opens on Freitag at 09:00.',
  )
  t.equal(
    said('2026-12-04T10:00:00Z', 'Europe/Berlin', 'de-DE', fridays),
    'Open today until 00:00.',
  )
  const away = [{ day: '2026-12-04', opens: null, closes: null }]
  const holidays = { ...fridays, exceptions: away } as unknown as typeof DAILY
  t.match(
    said('2026-12-01T10:00:00Z', 'Europe/Berlin', 'de-DE', holidays),
    'Opens on 11.12.2026 at 09:00.',
  )
  t.equal(
    said('2026-12-01T10:00:00Z', 'Europe/Berlin', 'de-DE', { weekly: [], exceptions: [] }),
    'Closed.',
  )
})

t.test('Arabic times and days keep together in an English sentence', async (t) => {
  t.match(
    said('2026-12-01T10:00:00Z', 'Africa/Cairo', 'ar-EG'),
    /^Open today until \u2068٦:٠٠\sم\u2069\.$/,
  )
  t.equal(weekdayName(1, 'ar-EG'), 'الاثنين')
})
