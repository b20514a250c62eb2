// Opening times as people type them: '9-18', '9:30 to 13:00, 14-18.30', '9 am - 6 pm', 'closed'.
import { memoize } from '../cache/memoize.ts'
import { invalid } from '../errors/refusal.ts'
import { normalizeSigns } from '../money/normalize-signs.ts'
import { dayPeriods, formatLocalTime } from './local-times.ts'

export interface Period {
  /** '09:00' */
  opens: string
  /** '18:00'; '24:00' ends a day. */
  closes: string
}

/** '09:00 – 13:00, 14:00 – 18:30' in the locale; `parsePeriods` reads it. Empty without a period. */
export const formatPeriods = (periods: readonly Period[], locale: string): string =>
  periods
    .map(({ opens, closes }) =>
      [opens, closes].map((time) => formatLocalTime(time, locale)).join(' – '),
    )
    .join(', ')

/**
 * @param locale of the shop, for its digits and its words for morning and afternoon
 * @param pointer JSON Pointer of the field, for the refusal
 * @returns none if the shop is closed
 * @throws Refusal `invalid_input` if it cannot be read, or in two ways
 */
export function parsePeriods(typed: string, locale: string, pointer: string): Period[] {
  const text = normalizeSigns(typed).replaceAll('—', '-').toLowerCase()
  if (CLOSED.test(text)) return []
  return text.split(BETWEEN_PERIODS).map((part) => {
    const found = periodsIn(part.trim(), locale)
    const [period, other] = found ?? []
    if (period && !other) return period
    throw invalid({ pointer, code: 'opening_times', detail: adviceFor(part.trim(), found) })
  })
}

const CLOSED = /^(closed|-)?$/
const BETWEEN_PERIODS = /[,;&+\n]|\band\b/

function adviceFor(part: string, found: readonly Period[] | null): string {
  if (!found) {
    return `“${part}” can’t be read. Write times like 9-18 or 9:30-13:00, 14:00-18:30, or closed.`
  }
  return found.length === 0
    ? 'The shop closes after it opens. Write the times like 9-18 or 9 am-6 pm.'
    : `“${part}” could be in the morning or after noon. Write it like 13-17 or 1 pm-5 pm.`
}

interface TypedTime {
  /** 0 to 24 */
  hour: number
  minute: string
  /** Hours that its word is said of; null without a word. */
  within: readonly number[] | null
  /** A number from 1 to 5 alone: few shops open before six, so it may be in the afternoon. */
  isEarly: boolean
}

/** All readings of '9-18' in which it closes after it opens; null if it is no period. */
function periodsIn(part: string, locale: string): Period[] | null {
  const found = periodPattern(locale).exec(part)?.slice(1)
  if (!found) return null
  const [opening, closing] = [timeIn(found.slice(0, 4), locale), timeIn(found.slice(4), locale)]
  if (!opening || !closing) return null
  const hasWord = opening.within !== null || closing.within !== null
  const isEarly = opening.isEarly && closing.hour <= 12
  const isOpen = hasWord || isEarly
  return readings(opening, isOpen)
    .flatMap((opens) =>
      readings(closing, isOpen).map((time) => ({
        opens,
        closes: time === '00:00' ? '24:00' : time,
      })),
    )
    .filter(({ opens, closes }) => opens < closes)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const periodPattern = memoize((locale: string): RegExp => {
  const words = dayPeriods(locale).map(({ word }) => escaped(word))
  const word = `(${words.join('|')})?`
  const time = `${word} ?(\\d{1,2})(?: ?[:.h] ?(\\d{2}))? ?(?:h|uhr|o'clock)? ?${word}`
  return new RegExp(`^${time} ?(?:-|to|until|till|bis) ?${time}$`)
})

function timeIn(parts: readonly (string | undefined)[], locale: string): TypedTime | null {
  const [before, hours = '', minutes, after] = parts
  const hour = Number(hours)
  const minute = minutes ?? '00'
  if (hour > 24 || Number(minute) > 59 || (hour === 24 && minute !== '00')) return null
  const word = before ?? after
  const period = dayPeriods(locale).find((one) => one.word === word)
  const isEarly = minutes === undefined && !hours.startsWith('0') && hour > 0 && hour < 6
  return { hour, minute, within: period?.hours ?? null, isEarly }
}

/** Times of day: with a word those that it is said of; if `isOpen`, a bare hour is in the morning or after noon. */
function readings({ hour, minute, within }: TypedTime, isOpen: boolean): string[] {
  const both = hour > 12 ? [hour] : [hour % 12, (hour % 12) + 12]
  const hours = within ? both.filter((one) => within.includes(one)) : isOpen ? both : [hour]
  return hours.map((one) => `${String(one).padStart(2, '0')}:${minute}`)
}
