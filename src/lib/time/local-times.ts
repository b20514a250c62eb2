// Times of day as the shop's locale writes them, with the words for morning and afternoon that it uses.
import { memoize } from '../cache/memoize.ts'
import { normalizeSigns } from '../money/normalize-signs.ts'

const formatOf = memoize(
  (locale: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }),
)
/** Also where hours are written from 0 to 23, people know the words for morning and afternoon. */
const twelveHours = memoize(
  (locale: string) =>
    new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC', hour12: true }),
)

/**
 * '09:00', in the United States '9:00 AM'.
 * @param time '00:00' to '24:00'; '24:00' is midnight
 */
export const formatLocalTime = (time: string, locale: string): string =>
  formatOf(locale).format(new Date(`1970-01-01T${time === '24:00' ? '00:00' : time}Z`))

export interface DayPeriod {
  /** In lower case: 'pm', '下午'. */
  word: string
  /** Hours of the day that it is said of, 0 to 23. */
  hours: readonly number[]
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index)

const ENGLISH: readonly DayPeriod[] = ['', '.', ' ']
  .flatMap((gap) => [`a${gap}m`, `p${gap}m`])
  .flatMap((word) => (word.includes('.') ? [word, `${word}.`] : [word]))
  .map((word) => ({ word, hours: word.startsWith('a') ? range(0, 12) : range(12, 24) }))

/** Words of the locale and of English, the longest first. */
export const dayPeriods = memoize((locale: string): readonly DayPeriod[] => {
  const found = new Map<string, number[]>()
  for (const hour of range(0, 24)) {
    for (const word of wordsFor(hour, locale)) {
      found.set(word, [...(found.get(word) ?? []), hour])
    }
  }
  const own = [...found].map(([word, hours]) => ({ word, hours }))
  const others = ENGLISH.filter(({ word }) => !found.has(word))
  return [...own, ...others].sort((one, other) => other.word.length - one.word.length)
})

function wordsFor(hour: number, locale: string): string[] {
  const at = new Date(Date.UTC(1970, 0, 1, hour))
  const words = [formatOf(locale), twelveHours(locale)].flatMap((format) =>
    format
      .formatToParts(at)
      .filter(({ type }) => type === 'dayPeriod')
      .map(({ value }) => normalizeSigns(value).toLowerCase()),
  )
  return [...new Set(words)]
}
