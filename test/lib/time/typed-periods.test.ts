// Opening times as people type them, in the shop's language and digits.
import t from 'tap'
import { Refusal } from '../../../src/lib/errors/refusal.ts'
import { formatPeriods, parsePeriods } from '../../../src/lib/time/typed-periods.ts'
import { localeChoices } from '../../../src/routes/pages/shop/locale-choices.ts'

const read = (typed: string, locale = 'en-GB') =>
  parsePeriods(typed, locale, '/monday')
    .map(({ opens, closes }) => `${opens} ${closes}`)
    .join(', ')

function advice(typed: string, locale = 'en-GB'): string {
  try {
    return `read as ${read(typed, locale)}`
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    t.match(error.extras.errors, [{ pointer: '/monday', code: 'opening_times' }])
    return error.message
  }
}

t.test('times are read as people write them', async (t) => {
  for (const [typed, locale, expected] of [
    ['9-18', 'en-GB', '09:00 18:00'],
    ['9:30 to 13:00, 14-18.30', 'en-GB', '09:30 13:00, 14:00 18:30'],
    ['09:00–12:00 and 13:00 until 17:00', 'en-GB', '09:00 12:00, 13:00 17:00'],
    ['9 am - 6 pm', 'en-US', '09:00 18:00'],
    ['9:00 a.m.–12 p.m.; 1pm-5PM', 'en-US', '09:00 12:00, 13:00 17:00'],
    ['9-6pm', 'en-US', '09:00 18:00'],
    ['9am-6', 'en-US', '09:00 18:00'],
    ['10am-12am', 'en-US', '10:00 24:00'],
    ['9 Uhr bis 18 Uhr', 'de-DE', '09:00 18:00'],
    ['9h30 - 18h', 'fr-FR', '09:30 18:00'],
    ['٩-١٣، ١٤:٣٠-١٨', 'ar-EG', '09:00 13:00, 14:30 18:00'],
    ['٩ ص - ٦ م', 'ar-EG', '09:00 18:00'],
    ['上午9:00 - 下午6:00', 'zh-CN', '09:00 18:00'],
    ['18-0', 'de-DE', '18:00 24:00'],
    ['0-24', 'en-GB', '00:00 24:00'],
    ['03:00-05:00', 'en-GB', '03:00 05:00'],
    ['Closed', 'en-GB', ''],
    [' – ', 'en-GB', ''],
    ['', 'en-GB', ''],
  ] as const) {
    t.equal(advice(typed, locale), `read as ${expected}`, typed)
  }
})

t.test('what cannot be read, or in two ways, is refused with an example', async (t) => {
  for (const typed of ['noonish', '9', '9-18 only by request', '9-25', '9:75-18', '9-18,', '9--18'])
    t.match(advice(typed), /can’t be read\. Write times like 9-18/, typed)
  for (const typed of ['9-6', '18-9', '9am-9am'])
    t.match(advice(typed), /closes after it opens/, typed)
  for (const typed of ['1-5', '1-5pm', '8-9pm'])
    t.match(advice(typed), /could be in the morning or after noon/, typed)
})

t.test('in every locale, what is shown is read as the same time', async (t) => {
  const times = Array.from({ length: 48 }, (_, at) => {
    const hour = String(Math.floor(at / 2)).padStart(2, '0')
    return `${hour}:${at % 2 === 0 ? '00' : '30'}`
  })
  for (const { value: locale } of localeChoices('en-GB')) {
    const periods = times.map((opens, at) => ({ opens, closes: times[at + 1] ?? '24:00' }))
    t.strictSame(parsePeriods(formatPeriods(periods, locale), locale, '/monday'), periods, locale)
  }
})

t.test('times are shown as the locale writes them', async (t) => {
  const day = [{ opens: '09:00', closes: '18:00' }]
  t.equal(formatPeriods(day, 'de-DE'), '09:00 – 18:00')
  t.equal(formatPeriods(day, 'en-US').replace(/\s/g, ' '), '9:00 AM – 6:00 PM')
  t.equal(formatPeriods(day, 'fi-FI'), '9.00 – 18.00')
})
