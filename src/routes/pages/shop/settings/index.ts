// Settings page: name, address, currency, tax and appearance of the shop: /admin/settings.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { formatLocalNumber } from '../../../../lib/money/local-format.ts'
import { formatPercent } from '../../../../lib/money/percents.ts'
import { originOf } from '../../../../plugins/requests/origin.ts'
import { SettingsEdit } from '../../../../schemas/shop/settings.ts'
import { RATE_DIGITS, TAX_MODES, type TaxMode } from '../../../../schemas/shop/tax.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { hasAmounts, updateSettings } from '../../../../services/shop/settings/edit.ts'
import { findSettings, type Settings } from '../../../../services/shop/settings/read.ts'
import {
  type ByField,
  type Form,
  formOf,
  inputOf,
  type Refused,
  submitForm,
  valuesOf,
} from '../../forms.ts'
import { currencyChoices, localeChoices, timeZoneChoices } from '../locale-choices.ts'

const config = { permission: 'settings.write' } as const

/** The first section that can be read without changing it. */
const READABLE = '/admin/settings/storefront'

const settings: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/settings',
    { config: { permission: 'settings.read' } },
    async (request, reply) => {
      if (!can(viewerOf(request), 'settings.write')) return reply.redirect(READABLE, 303)
      return settingsPage(reply, await storedValues(app.db))
    },
  )

  app.post('/admin/settings', { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const stored = await findSettings(app.db)
        const input = checkedTyped(SettingsEdit, settingsOf(form, stored), stored)
        const version = Number(form.version)
        return request.change((change) => updateSettings(change, input, version))
      },
      () => {
        reply.flash('success', 'Settings saved.')
        return reply.redirect('/admin/settings', 303)
      },
      async (refused) => {
        const { version } = await findSettings(app.db)
        const values = valuesOf(form)
        // After a stale save the form gets the current version, so that saving again overwrites it.
        if (refused.refusal.kind === 'stale') values.version = String(version)
        return settingsPage(reply, values, { refused })
      },
    )
  })
}

/** A form without tax fields means no tax; the colourway is in the section of the storefront. */
const settingsOf = (form: Form, { accent }: Settings) => ({
  accent,
  taxMode: 'none',
  ...inputOf(form),
})

/** Stored settings as form values. */
export async function storedValues(db: Reader): Promise<ByField> {
  const { logo, taxRate, ...stored } = await findSettings(db)
  const rate =
    taxRate === 0 ? '' : formatLocalNumber(formatPercent(taxRate, RATE_DIGITS), stored.locale)
  const fields = { ...stored, taxRate: rate }
  const typed = Object.entries(fields).map(([name, value]) => [name, String(value ?? '')])
  return valuesOf(Object.fromEntries(typed))
}

const TAX_WORDS: Record<TaxMode, string> = {
  none: 'No tax',
  inclusive: 'Prices include tax',
  exclusive: 'Tax is added to prices',
}

interface Problems {
  refused?: Refused
  logoProblem?: string
}

export async function settingsPage(reply: FastifyReply, values: ByField, problems: Problems = {}) {
  const { db } = reply.server
  const [isSettled, { currency }] = [await hasAmounts(db), await findSettings(db)]
  const { refused, logoProblem } = problems
  return reply.page('shop/settings/index', {
    title: 'Settings',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    logoProblem: logoProblem ?? null,
    opensAt: originOf(reply.server, { publicUrl: null }),
    isUrlFixed: reply.server.config.publicUrl !== null,
    taxModes: TAX_MODES.map((value) => ({ value, label: TAX_WORDS[value] })),
    // A settled currency cannot change, so only it is offered.
    currencies: currencyChoices().filter(({ value }) => !isSettled || value === currency),
    locales: localeChoices(values.locale || 'en-GB'),
    timeZones: timeZoneChoices(values.timeZone || 'UTC'),
  })
}

export default settings
