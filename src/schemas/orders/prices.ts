// Schemas of discounts and tax in requests and responses.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, AmountInput, Nullable } from '../common.ts'
import { PercentInput, PercentText } from '../shared/percents.ts'
import { TAX_MODES, type TaxMode } from '../shop/tax.ts'

export const DISCOUNT_KINDS = ['percent', 'amount'] as const
export type DiscountKind = (typeof DISCOUNT_KINDS)[number]

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

/** @param what the base of the discount, for the document */
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
      percent: Type.Optional(PercentText),
      amount: Type.Optional(Amount),
    },
    {
      description: '`percent` or `amount`; null without a discount',
      examples: [{ percent: '10' }],
    },
  ),
)
export type DiscountJson = Static<typeof DiscountJson>

export const TaxModeJson = Type.Unsafe<TaxMode>({
  type: 'string',
  enum: [...TAX_MODES],
  description: '`inclusive`: prices contain the tax; `exclusive`: it is added on top',
})
