// Schemas of percentages: discounts and their limits.
import { Type } from '@sinclair/typebox'

/** Decimals of a percentage, such as 12.25. */
export const PERCENT_DIGITS = 2

export const PercentInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  title: 'Percentage',
  pattern: '^(\\d{1,2}(\\.\\d{1,4})?|100(\\.0{1,4})?)$',
  minimum: 0,
  maximum: 100,
  description: 'Decimal string or number from 0 to 100, at most 2 decimals',
  'x-hint': 'Write the percentage as a plain number from 0 to 100, such as 12.5.',
  'x-number': 'percent',
  examples: ['10'],
})

export const PercentText = Type.String({
  description: 'Decimal string without trailing zeros',
  examples: ['12.5'],
})
