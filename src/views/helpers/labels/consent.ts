// Words for what a customer said about messages with offers and news.
import type { Consents } from '../../../schemas/people/consent.ts'
import type { Formats } from '../formats.ts'

export const consentLabel = (consent: boolean | null): string =>
  consent === null ? 'not asked' : consent ? 'yes' : 'no'

/** Options of a select; its empty one is "Not asked". */
export const CONSENT_OPTIONS = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
] as const

export interface ConsentLine {
  channel: string
  consent: boolean | null
  /** "Yes, said by the customer on 1 December 2026" */
  words: string
}

/** Of staff's page of a customer, or of the customer's own. */
export function consentLines(consents: Consents, fmt: Formats, own = false): ConsentLine[] {
  const line = (
    channel: string,
    consent: boolean | null,
    at: string | null,
    by: Consents['emailConsentBy'],
  ) => {
    const who = by === 'customer' ? (own ? 'you' : 'the customer') : own ? 'the shop' : 'staff'
    const said = consent ? 'Yes' : 'No'
    const words =
      consent === null ? 'Not asked' : `${said}, noted by ${who} on ${at ? fmt.date(at) : ''}`
    return { channel, consent, words }
  }
  return [
    line('E-mail', consents.emailConsent, consents.emailConsentAt, consents.emailConsentBy),
    line('Text message', consents.textConsent, consents.textConsentAt, consents.textConsentBy),
  ]
}
