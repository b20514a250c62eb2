// Storefront section of the settings: on or off, its words, the colourway: /admin/settings/storefront.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { normalizeSigns } from '../../../../lib/money/normalize-signs.ts'
import { trimToNull } from '../../../../lib/text/normalize.ts'
import { ACCENTS, SettingsEdit } from '../../../../schemas/shop/settings.ts'
import { STOREFRONT_WORDS, StorefrontInput } from '../../../../schemas/shop/storefront.ts'
import { checked } from '../../../../schemas/validation/validator.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { changeSettings } from '../../../../services/shop/settings/change.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { findStorefront } from '../../../../services/shop/storefront.ts'
import { labelOf } from '../../../../views/helpers/labels.ts'
import { type ByField, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { sectionForm, valuesPage } from './sections.ts'

const PATH = '/admin/settings/storefront'
const read = { config: { permission: 'settings.read' } } as const
const write = { config: { permission: 'settings.write' } } as const

const { accent, holdMinutes } = SettingsEdit.properties
const StorefrontForm = Type.Object(
  { ...StorefrontInput.properties, accent, holdMinutes },
  { additionalProperties: false },
)

const WORDS = Object.keys(STOREFRONT_WORDS) as (keyof typeof STOREFRONT_WORDS)[]

const storefront: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, read, async (request, reply) =>
    can(viewerOf(request), 'settings.write')
      ? storefrontPage(reply, await storedValues(app.db))
      : valuesPage(reply, 'storefront', await storedWords(app.db)),
  )

  app.post(PATH, write, (request, reply) => {
    const form = formOf(request)
    const values = valuesOf(form)
    return submitForm(
      reply,
      async () => {
        const { accent, holdMinutes, ...storefront } = storefrontIn(values)
        const patch = { storefront, accent, ...(holdMinutes !== undefined && { holdMinutes }) }
        const version = Number(form.version)
        return request.change((change) => changeSettings(change, patch, version))
      },
      () => reply.flash('success', 'Storefront saved.').redirect(PATH, 303),
      (refused) => storefrontPage(reply, values, refused),
    )
  })
}

/** An unticked box is not sent; a blank text was cleared. */
function storefrontIn(values: ByField): Static<typeof StorefrontForm> {
  const words = WORDS.map((name) => [name, trimToNull(values[name])])
  return checked(StorefrontForm, {
    ...Object.fromEntries(words),
    isOpen: values.isOpen === 'true',
    accent: values.accent,
    holdMinutes: normalizeSigns(values.holdMinutes ?? ''),
  })
}

async function storedValues(db: Reader): Promise<ByField> {
  const { accent, holdMinutes, version } = await findSettings(db)
  const stored = { ...(await findStorefront(db)), accent, holdMinutes, version }
  const typed = Object.entries(stored).map(([name, value]) => [name, String(value ?? '')])
  return valuesOf(Object.fromEntries(typed))
}

/** For whoever may only read. */
async function storedWords(db: Reader) {
  const { isOpen, ...words } = await findStorefront(db)
  const { accent, holdMinutes } = await findSettings(db)
  return [
    { label: 'Storefront', value: isOpen ? 'On' : 'Off' },
    ...WORDS.map((name) => ({
      label: String(STOREFRONT_WORDS[name].title),
      value: words[name] ?? 'None',
    })),
    { label: 'Colourway', value: labelOf(accent) },
    { label: 'Keep pieces for', value: `${holdMinutes} minutes` },
  ]
}

const storefrontPage = async (reply: FastifyReply, values: ByField, refused?: Refused) =>
  reply.page('shop/settings/storefront', {
    title: 'Storefront',
    accents: ACCENTS,
    ...(await sectionForm(reply, values, refused)),
  })

export default storefront
