// Storefront of the shop: whether it is open, and the words that it shows.
import { type Static, Type } from '@sinclair/typebox'
import { Nullable, Text } from '../common.ts'

const words = (title: string, length: number, description: string, example: string) =>
  Type.Optional(Nullable(Text(title, length, { description, examples: [example] })))

/** Longest text of a page's paragraph. */
const PARAGRAPHS = 4000

export const STOREFRONT_WORDS = {
  headline: words('Headline', 80, 'On the home page', 'Made to fit you'),
  intro: words('Introduction', 400, 'Below the headline', 'Dresses, alterations and repairs.'),
  about: words('About the shop', PARAGRAPHS, 'On the page about the shop', 'Since 1998 we sew.'),
  banner: words('Banner', 160, 'On top of every page', 'Closed from 24 to 27 December.'),
  deliveryNote: words('Delivery', 300, 'With every product', 'Pick up today, or by courier.'),
  returnsNote: words('Returns', 300, 'With every product', 'Bring it back within 30 days.'),
  paymentNote: words(
    'How to pay',
    600,
    'After an order was placed online',
    'Pay at pick-up, or by transfer to GB00 0000.',
  ),
  sizeGuide: words('Size guide', PARAGRAPHS, 'With every product that has sizes', 'S: bust 84 cm'),
  mapUrl: Type.Optional(
    Nullable(
      Type.String({
        title: 'Link to a map',
        maxLength: 400,
        pattern: '^https?://[^\\s]+$',
        description: 'Where visitors see how to get to the shop',
        'x-hint':
          'Write the whole address of the map, such as https://www.openstreetmap.org/?mlat=53.8.',
        examples: ['https://www.openstreetmap.org/?mlat=53.8&mlon=-1.5'],
      }),
    ),
  ),
}

export const StorefrontInput = Type.Object(
  {
    isOpen: Type.Boolean({
      title: 'Storefront',
      description: 'false: its pages and its public API answer 404',
    }),
    ...STOREFRONT_WORDS,
  },
  { additionalProperties: false },
)
export type StorefrontInput = Static<typeof StorefrontInput>

export type StorefrontWords = Record<keyof typeof STOREFRONT_WORDS, string | null>

/** As stored. */
export interface Storefront extends StorefrontWords {
  isOpen: boolean
}
