// Sections of the settings page that whoever may only read sees as values, and others as a form.
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { ByField, Refused } from '../../forms.ts'

const TITLES = {
  storefront: 'Storefront',
  hours: 'Opening hours',
  delivery: 'Delivery',
} as const
export type Section = keyof typeof TITLES

export interface LabelledValue {
  label: string
  value: string
}

export const valuesPage = (
  reply: FastifyReply,
  section: Section,
  values: readonly LabelledValue[],
) => reply.page('shop/settings/values', { title: TITLES[section], section, values })

/** The context of a section's form. */
export async function sectionForm(reply: FastifyReply, values: ByField, refused?: Refused) {
  // After a stale save the form gets the current version, so that saving again overwrites it.
  const isStale = refused?.refusal.kind === 'stale'
  const { version } = await findSettings(reply.server.db)
  return {
    values: dictionary(isStale ? { ...values, version: String(version) } : { ...values }),
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
  }
}
