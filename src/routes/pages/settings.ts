// /admin/settings: what the shop is called, where it is, and how it looks.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { RATE_DIGITS, TAX_MODES, type TaxMode } from '../../schemas/prices.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { ACCENTS, SettingsEdit } from '../../schemas/settings.ts'
import { checked } from '../../schemas/validation.ts'
import { formatPercent } from '../../services/percents.ts'
import { findSettings } from '../../services/settings.ts'
import { updateSettings } from '../../services/settings-edit.ts'
import {
  type ByField,
  type Form,
  formOf,
  inputOf,
  percentTyped,
  type Refused,
  submitted,
  valuesOf,
} from './forms.ts'
import { currencyChoices, localeChoices, timeZoneChoices } from './place-choices.ts'

const config = { roles: ADMIN }

const settings: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/settings', { config }, async (_request, reply) => {
    return settingsPage(reply, await storedValues(app.db))
  })

  app.post('/admin/settings', { config }, (request, reply) => {
    const form = formOf(request)
    return submitted(
      reply,
      () => {
        const input = checked(SettingsEdit, settingsOf(form))
        const version = Number(form.version)
        return request.change((change) => updateSettings(change, input, version))
      },
      () => {
        reply.flash('success', 'The settings are saved.')
        return reply.redirect('/admin/settings', 303)
      },
      async (refused) => {
        const { version } = await findSettings(app.db)
        const values = valuesOf(form)
        // After a stale save the next one is meant: it goes over the version that is there now.
        if (refused.refusal.kind === 'stale') values.version = String(version)
        return settingsPage(reply, values, { refused })
      },
    )
  })
}

/** A form without the fields of the tax says that there is none. */
function settingsOf(form: Form): Record<string, unknown> {
  const { taxRate, ...input } = { taxMode: 'none', ...inputOf(form) } as Record<string, unknown>
  return taxRate ? { ...input, taxRate: percentTyped(String(taxRate)) } : input
}

/** The settings as the form shows them. */
export async function storedValues(db: Reader): Promise<ByField> {
  const { logo, taxRate, ...stored } = await findSettings(db)
  const rate = taxRate === 0 ? '' : formatPercent(taxRate, RATE_DIGITS)
  const fields = { ...stored, taxRate: rate }
  const typed = Object.entries(fields).map(([name, value]) => [name, String(value ?? '')])
  return valuesOf(Object.fromEntries(typed))
}

const TAX_WORDS: Record<TaxMode, string> = {
  none: 'No tax',
  inclusive: 'Prices contain the tax',
  exclusive: 'The tax is added to the prices',
}

interface Problems {
  refused?: Refused
  logoProblem?: string
}

export function settingsPage(reply: FastifyReply, values: ByField, problems: Problems = {}) {
  const { refused, logoProblem } = problems
  return reply.page('settings/index', {
    title: 'Settings',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    logoProblem: logoProblem ?? null,
    accents: ACCENTS,
    taxModes: TAX_MODES.map((value) => ({ value, label: TAX_WORDS[value] })),
    currencies: currencyChoices(),
    locales: localeChoices(values.locale || 'en-GB'),
    timeZones: timeZoneChoices(values.timeZone || 'UTC'),
  })
}

export default settings
