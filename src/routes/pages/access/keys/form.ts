// API key form: scopes as groups of checkboxes, the end as a day, addresses one on each line.
import { dictionary } from '../../../../lib/dictionary.ts'
import { dayOf } from '../../../../lib/time/shop-time.ts'
import type { Settings } from '../../../../schemas/shop/settings.ts'
import type { ApiKey } from '../../../../services/access/keys/read.ts'
import { type ByField, type Form, inputOf } from '../../forms.ts'

/** Names of the ticked boxes. */
export const scopesIn = ({ scopes }: Form): string[] =>
  [scopes].flat().filter((name) => name !== undefined)

/** What was typed, as the API takes it. A day that stayed is left out: a key may have ended, or end at a moment. */
export function typedKey(form: Form, stored?: { key: ApiKey; settings: Settings }) {
  const { name, expiresAt, addresses } = inputOf(form)
  const isSame = stored && (expiresAt ?? '') === endDay(stored.key, stored.settings)
  return {
    name,
    scopes: scopesIn(form),
    ...(!isSame && { expiresAt: expiresAt ?? null }),
    addresses: typeof addresses === 'string' ? addresses.split(/[\s,;]+/).filter(Boolean) : [],
  }
}

const endDay = ({ expiresAt }: ApiKey, { timeZone }: Settings) =>
  expiresAt === null ? '' : dayOf(expiresAt, timeZone)

export const keyValues = (key: ApiKey, settings: Settings): ByField => ({
  name: key.name,
  expiresAt: endDay(key, settings),
  addresses: key.addresses.join('\n'),
})

/** All addresses stand in one field, so their messages do. */
export function keyErrors(errors: ByField | undefined): ByField | null {
  if (!errors) return null
  const fields: Record<string, string> = dictionary({})
  for (const [name, message] of Object.entries(errors)) {
    const [field = name] = name.split('.')
    fields[field] = fields[field] ? `${fields[field]} ${message}` : message
  }
  return fields
}
