// /admin/settings: what the shop is called, where it is, and how it looks.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { ACCENTS, SettingsEdit } from '../../schemas/settings.ts'
import { checked } from '../../schemas/validation.ts'
import { findSettings } from '../../services/settings.ts'
import { updateSettings } from '../../services/settings-edit.ts'
import { type ByField, formOf, inputOf, type Refused, submitted, valuesOf } from './forms.ts'
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
        const input = checked(SettingsEdit, inputOf(form))
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

/** The settings as the form shows them. */
export async function storedValues(db: Reader): Promise<ByField> {
  const { logo, ...fields } = await findSettings(db)
  const typed = Object.entries(fields).map(([name, value]) => [name, String(value ?? '')])
  return valuesOf(Object.fromEntries(typed))
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
    currencies: currencyChoices(),
    locales: localeChoices(values.locale || 'en-GB'),
    timeZones: timeZoneChoices(values.timeZone || 'UTC'),
  })
}

export default settings
