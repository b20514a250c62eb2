// Opening hours section of the settings: the week, and days that differ: /admin/settings/hours.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { firstDayOfWeek } from '../../../../lib/time/calendar.ts'
import { today } from '../../../../lib/time/shop-time.ts'
import { OpeningHours } from '../../../../schemas/shop/opening-hours.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { findOpeningHours, openState } from '../../../../services/shop/opening-hours.ts'
import { changeSettings } from '../../../../services/shop/settings/change.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { openSentence, weekdayName } from '../../../../views/helpers/labels/opening.ts'
import { type ByField, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { changedRows, rowsIn, rowValues } from './rows.ts'
import { type LabelledValue, sectionForm, valuesPage } from './sections.ts'
import {
  BLANK_EXCEPTION,
  dayHours,
  exceptionHours,
  exceptionRows,
  hoursIn,
  ROW_FIELDS,
  ROWS,
  WEEKDAYS,
  withFieldNames,
} from './typed-hours.ts'

const PATH = '/admin/settings/hours'
const read = { config: { permission: 'settings.read' } } as const
const write = { config: { permission: 'settings.write' } } as const

const hours: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, read, async (request, reply) =>
    can(viewerOf(request), 'settings.write')
      ? hoursPage(reply, await storedValues(app.db), await storedRows(app.db))
      : valuesPage(reply, 'hours', await storedWords(app.db)),
  )

  app.post(PATH, write, (request, reply) => {
    const form = formOf(request)
    const values = valuesOf(form)
    const typed = rowsIn(values, ROWS, ROW_FIELDS)
    const changed = changedRows(form, typed, BLANK_EXCEPTION)
    if (changed) return hoursPage(reply, values, changed.rows, changed)
    const rows = typed.filter((row) => Object.values(row).some((text) => text.trim() !== ''))
    return submitForm(
      reply,
      async () => {
        const { locale } = await findSettings(app.db)
        const { exceptions } = await findOpeningHours(app.db)
        const input = hoursIn({ values, rows, locale, stored: exceptions })
        const version = Number(form.version)
        return withFieldNames(input, () =>
          request.change((change) =>
            changeSettings(change, { openingHours: input.openingHours }, version),
          ),
        )
      },
      () => reply.flash('success', 'Opening hours saved.').redirect(PATH, 303),
      (refused) => hoursPage(reply, values, rows, { refused }),
    )
  })
}

async function storedValues(db: Reader): Promise<ByField> {
  const { locale, timeZone, version } = await findSettings(db)
  const stored = await findOpeningHours(db)
  const week = WEEKDAYS.map((name, at) => [name, dayHours(stored, at + 1, locale)])
  return {
    ...Object.fromEntries(week),
    version: String(version),
    listedFrom: today(timeZone),
  }
}

/** Days to come, and a blank row where there are none. */
async function storedRows(db: Reader): Promise<ByField[]> {
  const { locale, timeZone } = await findSettings(db)
  const { exceptions } = await findOpeningHours(db)
  const rows = exceptionRows(exceptions, locale, today(timeZone))
  return rows.length > 0 ? rows : [BLANK_EXCEPTION]
}

/** ISO weekdays in the order of the locale. */
function weekdaysIn(locale: string): number[] {
  const first = firstDayOfWeek(locale)
  return WEEKDAYS.map((_, at) => ((first - 1 + at) % 7) + 1)
}

/** For whoever may only read. */
async function storedWords(db: Reader): Promise<LabelledValue[]> {
  const { locale, timeZone } = await findSettings(db)
  const stored = await findOpeningHours(db)
  const week = weekdaysIn(locale).map((weekday) => ({
    label: weekdayName(weekday, locale),
    value: dayHours(stored, weekday, locale),
  }))
  const others = stored.exceptions
    .filter(({ day }) => day >= today(timeZone))
    .map((exception) => exceptionHours(exception, locale))
  return [{ label: 'Customers read now', value: await sentenceNow(db) }, ...week, ...others]
}

async function sentenceNow(db: Reader): Promise<string> {
  const { locale, timeZone } = await findSettings(db)
  const state = openState(await findOpeningHours(db), new Date().toISOString(), timeZone)
  return openSentence(state, { locale, today: today(timeZone) })
}

interface Shown {
  done?: string
  added?: number | null
  refused?: Refused
}

async function hoursPage(
  reply: FastifyReply,
  values: ByField,
  rows: readonly ByField[],
  { done = '', added = null, refused }: Shown = {},
) {
  const { db } = reply.server
  const { locale } = await findSettings(db)
  const { exceptions } = await findOpeningHours(db)
  const form = await sectionForm(reply, { ...values, ...rowValues(ROWS, rows) }, refused)
  const past = exceptions.filter(({ day }) => day < (values.listedFrom ?? ''))
  return reply.page('shop/settings/hours', {
    title: 'Opening hours',
    ...form,
    sentence: await sentenceNow(db),
    weekdays: weekdaysIn(locale).map((weekday) => ({
      name: WEEKDAYS[weekday - 1] ?? '',
      label: weekdayName(weekday, locale),
    })),
    rows: rows.map(({ day = '' }) => ({ day })),
    hasRoom: rows.length + past.length < (OpeningHours.properties.exceptions.maxItems ?? 0),
    done,
    added,
    past: past.map((exception) => exceptionHours(exception, locale)).reverse(),
  })
}

export default hours
