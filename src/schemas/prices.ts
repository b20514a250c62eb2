// Discounts and tax, as they come in and as they go out.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, AmountInput, Nullable } from './common.ts'

export const DISCOUNT_KINDS = ['percent', 'amount'] as const
export type DiscountKind = (typeof DISCOUNT_KINDS)[number]

export const TAX_MODES = ['none', 'inclusive', 'exclusive'] as const
export type TaxMode = (typeof TAX_MODES)[number]

/** Decimals of a percentage: 12.25 % off, but a tax of 8.875 %. */
export const PERCENT_DIGITS = 2
export const RATE_DIGITS = 3

const PercentInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  title: 'Percentage',
  pattern: '^(\\d{1,2}(\\.\\d{1,4})?|100(\\.0{1,4})?)$',
  minimum: 0,
  maximum: 100,
  description: 'Decimal string or number from 0 to 100, at most 2 decimals',
  'x-hint': 'Write the percentage as a plain number from 0 to 100, such as 12.5.',
  examples: ['10'],
})

interface DiscountInput {
  percent?: string | number
  amount?: string | number
}

const either = {
  title: 'Discount',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  'x-hint': 'Give either a percentage or an amount, not both.',
}

const share = { percent: Type.Optional(PercentInput), amount: Type.Optional(AmountInput) }

/** @param what it is taken off, for the document */
export const discountInput = (what: string) =>
  Nullable(
    Type.Unsafe<DiscountInput>(
      Type.Object(share, {
        ...either,
        description: `Off ${what}: \`percent\` or \`amount\`, one of the two. null or zero: none`,
        examples: [{ percent: '10' }],
      }),
    ),
  )
export type { DiscountInput }

export const DiscountJson = Nullable(
  Type.Object(
    {
      percent: Type.Optional(
        Type.String({ description: 'Without needless zeros', examples: ['12.5'] }),
      ),
      amount: Type.Optional(Amount),
    },
    { description: 'As agreed: `percent` or `amount`; null: none', examples: [{ percent: '10' }] },
  ),
)
export type DiscountJson = Static<typeof DiscountJson>

export const TaxModeJson = Type.Unsafe<TaxMode>({
  type: 'string',
  enum: [...TAX_MODES],
  description: '`inclusive`: prices contain the tax; `exclusive`: it is added on top',
})
