// Consent of a customer to messages about offers and news, for each channel. Messages about their own orders need none.
import { type Static, Type } from '@sinclair/typebox'
import { Nullable, OneOf, Timestamp, Version } from '../common.ts'

/** Who put it down: the customer themself, or staff who asked them. */
export const CONSENT_SOURCES = ['customer', 'staff'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

export const CONSENT_FIELDS = ['emailConsent', 'textConsent'] as const
export type ConsentField = (typeof CONSENT_FIELDS)[number]

const CHANNELS = { emailConsent: 'e-mail', textConsent: 'text message' } as const

const inputOf = (field: ConsentField) =>
  Type.Optional(
    Nullable(
      Type.Boolean({
        title: `Offers by ${CHANNELS[field]}`,
        description: `Whether the shop may write about offers and news by ${CHANNELS[field]}; null: not asked. Messages about their own orders need no consent`,
        examples: [true],
      }),
    ),
  )

/** For request schemas. */
export const consentInput = {
  emailConsent: inputOf('emailConsent'),
  textConsent: inputOf('textConsent'),
}

const jsonOf = (channel: string) => ({
  consent: Nullable(
    Type.Boolean({
      description: `Whether they want offers and news by ${channel}. Only true is a yes: null, for not asked, is none`,
      examples: [true],
    }),
  ),
  at: Nullable({ ...Timestamp, description: 'When they said so' }),
  by: Nullable(OneOf(CONSENT_SOURCES, { description: 'Who put it down' })),
})

const email = jsonOf('e-mail')
const text = jsonOf('text message')

/** For responses. */
export const consentJson = {
  emailConsent: email.consent,
  emailConsentAt: email.at,
  emailConsentBy: email.by,
  textConsent: text.consent,
  textConsentAt: text.at,
  textConsentBy: text.by,
}

const Consents = Type.Object(consentJson)
export type Consents = Static<typeof Consents>

export const ConsentInput = Type.Object(consentInput, {
  $id: 'ConsentInput',
  additionalProperties: false,
  minProperties: 1,
  description: 'Omitted channels stay as they are',
  examples: [{ emailConsent: true, textConsent: false }],
})
export type ConsentInput = Static<typeof ConsentInput>

export const OwnConsent = Type.Object(
  { ...consentJson, version: Version },
  { $id: 'Consent', description: 'Whether the shop may write to them about offers and news' },
)
export type OwnConsent = Static<typeof OwnConsent>
