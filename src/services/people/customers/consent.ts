// Consent to messages about offers and news: what a customer said for each channel, when, and who put it down.
import { sql } from '../../../db/sql.ts'
import {
  CONSENT_FIELDS,
  type ConsentField,
  type ConsentInput,
  type ConsentSource,
  type Consents,
} from '../../../schemas/people/consent.ts'
import type { Change } from '../../shared/change.ts'
import { differences, recordEvent } from '../../shared/events/record.ts'

export const CONSENT_COLUMNS = sql`
  email_consent AS "emailConsent", email_consent_at AS "emailConsentAt", email_consent_by AS "emailConsentBy",
  text_consent AS "textConsent", text_consent_at AS "textConsentAt", text_consent_by AS "textConsentBy"`

/** The assignments of an UPDATE. */
export const setConsents = (consents: Consents) => sql`
  email_consent = ${numberOf(consents.emailConsent)}, email_consent_at = ${consents.emailConsentAt},
  email_consent_by = ${consents.emailConsentBy}, text_consent = ${numberOf(consents.textConsent)},
  text_consent_at = ${consents.textConsentAt}, text_consent_by = ${consents.textConsentBy}`

/** The values of an INSERT, in the order of the columns. */
export const consentValues = (consents: Consents) => sql`
  ${numberOf(consents.emailConsent)}, ${consents.emailConsentAt}, ${consents.emailConsentBy},
  ${numberOf(consents.textConsent)}, ${consents.textConsentAt}, ${consents.textConsentBy}`

export const NOT_ASKED: Consents = {
  ...{ emailConsent: null, emailConsentAt: null, emailConsentBy: null },
  ...{ textConsent: null, textConsentAt: null, textConsentBy: null },
}

export interface StoredConsents extends Omit<Consents, ConsentField> {
  emailConsent: number | null
  textConsent: number | null
}

const booleanOf = (stored: number | null) => (stored === null ? null : stored === 1)
const numberOf = (consent: boolean | null) => (consent === null ? null : Number(consent))

export const consentsOf = (row: StoredConsents): Consents => ({
  emailConsent: booleanOf(row.emailConsent),
  emailConsentAt: row.emailConsentAt,
  emailConsentBy: row.emailConsentBy,
  textConsent: booleanOf(row.textConsent),
  textConsentAt: row.textConsentAt,
  textConsentBy: row.textConsentBy,
})

/** What was said already, and is said again, keeps its time and its author. */
export function consentsAfter(
  before: Consents,
  input: ConsentInput,
  { at, by }: { at: string; by: ConsentSource },
): Consents {
  const after = { ...consentsIn(before) }
  for (const field of CONSENT_FIELDS) {
    const said = input[field]
    if (said === undefined || said === before[field]) continue
    after[field] = said
    after[`${field}At`] = said === null ? null : at
    after[`${field}By`] = said === null ? null : by
  }
  return after
}

/** The consents of a customer, without the other fields. */
export const consentsIn = (one: Consents): Consents => ({
  emailConsent: one.emailConsent,
  emailConsentAt: one.emailConsentAt,
  emailConsentBy: one.emailConsentBy,
  textConsent: one.textConsent,
  textConsentAt: one.textConsentAt,
  textConsentBy: one.textConsentBy,
})

/** Of two records of one customer: a no wins over a yes, and of two equal answers the later one. */
export function mergedConsents(one: Consents, other: Consents): Consents {
  const merged = consentsIn(one)
  for (const field of CONSENT_FIELDS) {
    if (!isStronger(other, one, field)) continue
    merged[field] = other[field]
    merged[`${field}At`] = other[`${field}At`]
    merged[`${field}By`] = other[`${field}By`]
  }
  return merged
}

const strengthOf = (consent: boolean | null) => (consent === null ? 0 : consent ? 1 : 2)

function isStronger(other: Consents, one: Consents, field: ConsentField): boolean {
  const [theirs, ours] = [strengthOf(other[field]), strengthOf(one[field])]
  if (theirs !== ours) return theirs > ours
  return (other[`${field}At`] ?? '') > (one[`${field}At`] ?? '')
}

/** An event of its own, if an answer changed. */
export async function recordConsents(
  change: Change,
  id: number,
  before: Consents,
  after: Consents,
): Promise<void> {
  const data = differences(before, consentsIn(after))
  if (Object.keys(data).length > 0) await recordEvent(change, 'customer.consent_changed', id, data)
}
