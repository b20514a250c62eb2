// Opening hours as the form holds them: a text for each weekday, and rows for the days that differ.
import { Problems } from '../../../../lib/errors/input-problems.ts'
import { type FieldError, invalid, Refusal } from '../../../../lib/errors/refusal.ts'
import { normalizeSigns } from '../../../../lib/money/normalize-signs.ts'
import { isolateBidi } from '../../../../lib/text/normalize.ts'
import { parseWrittenDay } from '../../../../lib/time/parse-day.ts'
import { formatPeriods, parsePeriods } from '../../../../lib/time/typed-periods.ts'
import {
  OpeningException,
  type OpeningHours,
  type OpeningSpan,
} from '../../../../schemas/shop/opening-hours.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { dayInWords } from '../../../../views/helpers/labels/opening.ts'
import type { ByField } from '../../forms.ts'
import type { LabelledValue } from './sections.ts'

/** Names of the fields, in the order of ISO 8601: the first is 1. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export const ROWS = 'exceptions'
export const ROW_FIELDS = ['day', 'hours', 'note'] as const
export const BLANK_EXCEPTION: ByField = { day: '', hours: '', note: '' }

const CLOSED = 'Closed'

/** '09:00 – 18:00', 'Closed' */
export const dayHours = ({ weekly }: OpeningHours, weekday: number, locale: string): string =>
  formatPeriods(
    weekly.filter((span) => span.weekday === weekday),
    locale,
  ) || CLOSED

const hoursOf = ({ opens, closes }: OpeningException, locale: string): string =>
  opens === null || closes === null ? CLOSED : formatPeriods([{ opens, closes }], locale)

/** In words: '24 Dec 2026', 'Closed, Christmas'. */
export function exceptionHours(exception: OpeningException, locale: string): LabelledValue {
  const { day, note } = exception
  const value = [isolateBidi(hoursOf(exception, locale)), note].filter(Boolean).join(', ')
  return { label: dayInWords(day, locale), value }
}

/** @param from '2026-12-01': earlier days are left out */
export const exceptionRows = (
  exceptions: readonly OpeningException[],
  locale: string,
  from: string,
): ByField[] =>
  exceptions
    .filter(({ day }) => day >= from)
    .map((exception) => ({
      day: exception.day,
      hours: hoursOf(exception, locale),
      note: exception.note ?? '',
    }))

interface TypedHours {
  values: ByField
  rows: readonly ByField[]
  locale: string
  stored: readonly OpeningException[]
}

export interface HoursInput {
  openingHours: OpeningHours
  /** Days before those of the form; they come first in `openingHours`. */
  past: number
}

/** @throws Refusal `invalid_input` that names all wrong fields */
export function hoursIn({ values, rows, locale, stored }: TypedHours): HoursInput {
  const problems = new Problems()
  const weekly = WEEKDAYS.flatMap((name, at) => {
    const typed = values[name] ?? ''
    const periods = problems.take(() => periodsOf(typed, locale, `/${name}`, MOST_PERIODS)) ?? []
    return periods.map((period): OpeningSpan => ({ weekday: at + 1, ...period }))
  })
  const typed = rows.map((row, at) => exceptionIn(row, locale, `/${ROWS}/${at}`, problems))
  problems.refuseAny()
  const listedFrom = values.listedFrom ?? ''
  const past = values.forgetPast ? [] : stored.filter(({ day }) => day < listedFrom)
  return { openingHours: { weekly, exceptions: [...past, ...typed] }, past: past.length }
}

/** Of one weekday: the week has 28. */
const MOST_PERIODS = 4

function periodsOf(typed: string, locale: string, pointer: string, most: number) {
  const periods = parsePeriods(typed, locale, pointer)
  if (periods.length <= most) return periods
  const detail =
    most === 1
      ? 'Such a day has one time only. Write when the shop first opens and last closes.'
      : `A day can have ${most} times at most.`
  throw invalid({ pointer, code: 'opening_times', detail })
}

function exceptionIn(row: ByField, locale: string, pointer: string, problems: Problems) {
  const { day = '', hours = '', note = '' } = row
  const [period] = problems.take(() => periodsOf(hours, locale, `${pointer}/hours`, 1)) ?? []
  const exception = {
    day: parseWrittenDay(normalizeSigns(day), locale),
    opens: period?.opens ?? null,
    closes: period?.closes ?? null,
    note,
  }
  try {
    return checked(OpeningException, exception)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    problems.add(
      (error.extras.errors ?? []).map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })),
    )
    return exception
  }
}

/** The service names places of its lists, the form its fields. */
export async function withFieldNames<Result>(
  input: HoursInput,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
    throw invalid(...(error.extras.errors ?? []).map((one) => fieldError(one, input)))
  }
}

function fieldError(error: FieldError, { openingHours, past }: HoursInput): FieldError {
  const [, , list, at = '', field = ''] = error.pointer.split('/')
  if (at === '') return { ...error, pointer: `/${list}` }
  if (list === 'weekly') {
    const weekday = openingHours.weekly[Number(at)]?.weekday ?? 1
    return { ...error, pointer: `/${WEEKDAYS[weekday - 1]}` }
  }
  const name = field === 'opens' || field === 'closes' ? 'hours' : field
  return { ...error, pointer: `/${ROWS}/${Number(at) - past}/${name}` }
}
