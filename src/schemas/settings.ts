// What a shop says of itself once, at its set-up.
import { type Static, Type } from '@sinclair/typebox'
import { Email, Nullable, OneOf, PhoneNumber, RequiredText, Text, Version } from './common.ts'
import { TAX_MODES } from './prices.ts'
import { Password, Theme } from './users.ts'

export const SettingsInput = Type.Object(
  {
    name: RequiredText('Name of the shop', 80, { examples: ['Needle & Thread'] }),
    address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
    phoneNumber: Type.Optional(Nullable(PhoneNumber)),
    currency: Type.String({
      title: 'Currency',
      pattern: '^[A-Z]{3}$',
      description: 'three letters (ISO 4217)',
      examples: ['EUR'],
    }),
    locale: Type.String({
      title: 'Language and region',
      minLength: 2,
      maxLength: 35,
      description: 'a language tag (BCP 47): how dates, numbers and money are written',
      examples: ['en-GB'],
    }),
    timeZone: Type.String({
      title: 'Time zone',
      minLength: 1,
      maxLength: 64,
      description: 'a name of the IANA time zone database',
      examples: ['Europe/London'],
    }),
  },
  { $id: 'SettingsInput', additionalProperties: false },
)
export type SettingsInput = Static<typeof SettingsInput>

export const ACCENTS = ['indigo', 'rose', 'emerald', 'amber', 'slate'] as const
export const Accent = OneOf(ACCENTS, { title: 'Accent colour' })

/** How the shop's prices are taxed; orders keep what was said when they were taken. */
const tax = {
  taxMode: OneOf(TAX_MODES, { title: 'Tax' }),
  taxRate: Type.Optional(Type.String({ title: 'Rate', maxLength: 20 })),
  taxLabel: Type.Optional(Text('Name of the tax', 20)),
}

/** What the owner may change later. The form has every field, so a missing optional one was emptied. */
export const SettingsEdit = Type.Object(
  { ...SettingsInput.properties, accent: Accent, theme: Theme, ...tax },
  { additionalProperties: false },
)
export type SettingsEdit = Static<typeof SettingsEdit>

export const Settings = Type.Object(
  {
    name: Type.String(),
    address: Nullable(Type.String()),
    phoneNumber: Nullable(Type.String()),
    currency: Type.String(),
    locale: Type.String(),
    timeZone: Type.String(),
    accent: Accent,
    theme: Theme,
    taxMode: OneOf(TAX_MODES),
    /** Thousandths of a percent. */
    taxRate: Type.Integer(),
    taxLabel: Type.String(),
    logo: Nullable(
      Type.Object({ sha256: Type.String(), width: Type.Integer(), height: Type.Integer() }),
    ),
    version: Version,
  },
  { $id: 'Settings', additionalProperties: false },
)
export type Settings = Static<typeof Settings>

/** The set-up of a shop: its settings and its owner, in one form. */
export const SetupInput = Type.Object(
  {
    ...SettingsInput.properties,
    fullName: RequiredText('Your name', 120, { examples: ['Rosa Lindqvist'] }),
    email: Email,
    password: Password,
  },
  { additionalProperties: false },
)
export type SetupInput = Static<typeof SetupInput>
