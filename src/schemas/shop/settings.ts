// Shop settings schemas.
import { type Static, Type } from '@sinclair/typebox'
import { Name, Nullable, OneOf, PhoneNumber, Text, Version } from '../common.ts'
import { Theme } from '../shared/theme.ts'
import { DeliveryMethodJson, DeliveryMethods } from './delivery-methods.ts'
import { OpeningHours } from './opening-hours.ts'
import { PaymentRulesInput } from './payment-rules.ts'
import { STOREFRONT_WORDS, StorefrontInput } from './storefront.ts'
import { TAX_MODES } from './tax.ts'

const PublicUrl = Type.String({
  title: 'Web address',
  maxLength: 200,
  pattern: '^https?://[^/?#@\\s]+/?$',
  description:
    'Where people open the shop, for links in messages and codes on paper: http:// or https:// and a host. Null: the address that the server listens on. `PUBLIC_URL` of the server counts before it.',
  examples: ['https://shop.example'],
  'x-hint': 'Write the address like https://shop.example, without anything behind the host.',
})

export const SettingsInput = Type.Object(
  {
    name: Name('Shop name', 80, { examples: ['Needle & Thread'] }),
    address: Type.Optional(Nullable(Text('Address', 500, { examples: ['4 Mill Lane, Leeds'] }))),
    phoneNumber: Type.Optional(Nullable(PhoneNumber)),
    publicUrl: Type.Optional(Nullable(PublicUrl)),
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

/** Colourways: a thread, and the cloth that goes with it. */
export const ACCENTS = [
  'marigold',
  'rose',
  'rust',
  'bottle',
  'teal',
  'indigo',
  'mulberry',
  'graphite',
] as const
export const Accent = OneOf(ACCENTS, { title: 'Colourway' })

/** Tax settings; existing orders keep their own. */
const tax = {
  taxMode: OneOf(TAX_MODES, { title: 'Tax' }),
  taxRate: Type.Optional(Type.String({ title: 'Rate', maxLength: 20, 'x-number': 'percent' })),
  taxLabel: Type.Optional(Text('Tax name', 20)),
}

const TabletLockMinutes = Type.Integer({
  title: 'Lock shared tablets after',
  minimum: 0,
  maximum: 240,
  description: 'Minutes without use until a shared tablet asks for the PIN again; 0: never',
  examples: [5],
})

const HoldMinutes = Type.Integer({
  title: 'Keep stock for',
  minimum: 5,
  maximum: 1440,
  description: 'Minutes that an unpaid online order keeps its stock',
  examples: [30],
})

/** The settings form. It contains every field, so a missing optional one was cleared. */
export const SettingsEdit = Type.Object(
  {
    ...SettingsInput.properties,
    accent: Accent,
    theme: Theme,
    ...tax,
    tabletLockMinutes: Type.Optional(TabletLockMinutes),
    holdMinutes: Type.Optional(HoldMinutes),
  },
  { additionalProperties: false },
)
export type SettingsEdit = Static<typeof SettingsEdit>

/** For API clients: a missing field is unchanged, and the payment rules are included. */
export const SettingsPatch = Type.Partial(
  Type.Object({
    ...SettingsEdit.properties,
    paymentRules: Type.Partial(Type.Object(PaymentRulesInput.properties), {
      additionalProperties: false,
      minProperties: 1,
      description: 'As in `PUT /api/payment-rules`; omitted fields stay unchanged',
    }),
    storefront: Type.Partial(Type.Object(StorefrontInput.properties), {
      additionalProperties: false,
      minProperties: 1,
      description: 'Omitted fields stay unchanged; null clears one',
    }),
    openingHours: OpeningHours,
    deliveryMethods: DeliveryMethods,
  }),
  {
    $id: 'SettingsPatch',
    additionalProperties: false,
    minProperties: 1,
    description: 'Omitted fields stay unchanged; null clears a field',
    examples: [
      {
        name: 'Needle & Thread',
        accent: 'rose',
        taxMode: 'inclusive',
        taxRate: '20',
        taxLabel: 'VAT',
      },
    ],
  },
)
export type SettingsPatch = Static<typeof SettingsPatch>

const described = SettingsEdit.properties

/** Words of the storefront in answers: always there, null if the shop has written none. */
const wordsJson = Object.fromEntries(
  Object.entries(STOREFRONT_WORDS).map(([name, { description }]) => [
    name,
    Nullable(Type.String({ description: description ?? name })),
  ]),
) as Record<
  keyof typeof STOREFRONT_WORDS,
  ReturnType<typeof Nullable<ReturnType<typeof Type.String>>>
>

export const SettingsJson = Type.Object(
  {
    name: { ...Type.String(), ...described.name, description: 'Name of the shop' },
    address: Nullable(Type.String({ description: 'Postal address, for print-outs' })),
    phoneNumber: Nullable(Type.String({ description: 'Phone number of the shop' })),
    publicUrl: Nullable(
      Type.String({
        description:
          'Where people open the shop, for links in messages and codes on paper; null: the address that the server listens on. `PUBLIC_URL` of the server counts before it',
        examples: ['https://shop.example'],
      }),
    ),
    currency: described.currency,
    locale: described.locale,
    timeZone: described.timeZone,
    accent: {
      ...Accent,
      description: 'Colourway of all pages: a thread, and the cloth that goes with it',
    },
    theme: { ...Theme, description: 'Default theme' },
    taxMode: {
      ...described.taxMode,
      description: 'How prices are taxed; existing orders do not change',
    },
    taxRate: Type.String({ description: 'Percent, at most 3 decimals', examples: ['20'] }),
    taxLabel: Type.String({ description: 'Name of the tax', examples: ['VAT'] }),
    tabletLockMinutes: TabletLockMinutes,
    holdMinutes: HoldMinutes,
    paymentRules: Type.Object(
      { ...PaymentRulesInput.properties },
      { description: 'As in `GET /api/payment-rules`' },
    ),
    storefront: Type.Object(
      { isOpen: StorefrontInput.properties.isOpen, ...wordsJson },
      { description: 'The storefront: whether it is open, and its words' },
    ),
    openingHours: OpeningHours,
    deliveryMethods: Type.Array(DeliveryMethodJson, {
      description: 'How orders reach their buyers, in the order in which buyers see them',
    }),
    logo: Nullable(
      Type.Object(
        {
          url: Type.String({ description: 'URL of the image', examples: ['/logo?v=5f2a1c0e2b'] }),
          width: Type.Integer({ description: 'Pixels' }),
          height: Type.Integer({ description: 'Pixels' }),
        },
        { description: 'The logo of the shop; null without one' },
      ),
    ),
    version: Version,
  },
  { $id: 'Settings', description: 'All settings of the shop' },
)
export type SettingsJson = Static<typeof SettingsJson>

export const Settings = Type.Object(
  {
    name: Type.String(),
    address: Nullable(Type.String()),
    phoneNumber: Nullable(Type.String()),
    publicUrl: Nullable(Type.String()),
    currency: Type.String(),
    locale: Type.String(),
    timeZone: Type.String(),
    accent: Accent,
    theme: Theme,
    taxMode: OneOf(TAX_MODES),
    /** Thousandths of a percent. */
    taxRate: Type.Integer(),
    taxLabel: Type.String(),
    tabletLockMinutes: Type.Integer(),
    holdMinutes: Type.Integer(),
    logo: Nullable(
      Type.Object({ sha256: Type.String(), width: Type.Integer(), height: Type.Integer() }),
    ),
    version: Version,
  },
  { additionalProperties: false },
)
export type Settings = Static<typeof Settings>
