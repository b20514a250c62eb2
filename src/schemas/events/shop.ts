// Event types of the shop's settings, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Nullable, OneOf } from '../common.ts'
import { TaxModeJson } from '../orders/prices.ts'
import { THEMES } from '../shared/theme.ts'
import { DeliveryMethodJson } from '../shop/delivery-methods.ts'
import { OpeningHours } from '../shop/opening-hours.ts'
import { DEPOSIT_KINDS } from '../shop/payment-rules.ts'
import { ACCENTS } from '../shop/settings.ts'
import { changed, changes, shapesOf, text } from './shapes.ts'

const settings = shapesOf('settings')

const words = Nullable(Type.String())

const region = {
  currency: text('ISO 4217'),
  locale: text('BCP 47'),
  timeZone: text('IANA'),
}

export const SHOP_EVENTS = {
  'settings.created': settings('The shop was set up', { name: Type.String(), ...region }),
  'settings.updated': settings(
    'Settings or rules about money were changed',
    changes({
      name: Type.String(),
      address: Nullable(Type.String()),
      phoneNumber: Nullable(Type.String()),
      publicUrl: Nullable(Type.String()),
      ...region,
      // The last three were colours before there were colourways.
      accent: OneOf([...ACCENTS, 'emerald', 'amber', 'slate']),
      theme: OneOf(THEMES),
      taxMode: TaxModeJson,
      taxRate: text('Percent'),
      taxLabel: Type.String(),
      tabletLockMinutes: Type.Integer(),
      holdMinutes: Type.Integer(),
      paymentMethods: text('Payment methods, comma-separated'),
      depositKind: OneOf(DEPOSIT_KINDS),
      depositValue: Type.String(),
      workNeedsDeposit: Type.Boolean(),
      handoverNeedsPayment: Type.Boolean(),
      storefront: Type.Boolean(),
      headline: words,
      intro: words,
      about: words,
      banner: words,
      deliveryNote: words,
      returnsNote: words,
      paymentNote: words,
      sizeGuide: words,
      mapUrl: words,
      openingHours: OpeningHours,
      deliveryMethods: Type.Array(DeliveryMethodJson),
    }),
  ),
  'settings.logo_changed': settings('The logo was put up or taken down', {
    logo: changed(Nullable(Type.String()), 'The SHA-256 of the picture, in hex'),
  }),
}
