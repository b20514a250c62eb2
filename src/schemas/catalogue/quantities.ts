// Quantities of stock: numbers with at most three decimals in JSON, thousandths of the unit inside.
import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

/** What a variant is counted in: pieces, or metres of cloth. */
export const UNITS = ['piece', 'm'] as const
export const Unit = OneOf(UNITS, { title: 'Unit', description: '`piece`, or `m` for metres' })
export type Unit = Static<typeof Unit>

/** A quantity in responses. */
export const Quantity = Type.Number({
  description: 'At most three decimals; a whole number unless the unit is `m`',
  examples: [5],
})

const input = {
  description: 'At most three decimals; a whole number unless the unit is `m`',
  'x-hint': 'Write the quantity as a plain number with at most three decimals, such as 5.',
  'x-number': 'quantity',
}

/** A quantity in requests, from zero on; the service refuses more decimals than the unit has. */
export const QuantityInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  pattern: '^\\d{1,6}(\\.\\d{1,3})?$',
  minimum: 0,
  maximum: 999_999,
  ...input,
  examples: [5],
})

/** A change of a quantity in requests: below zero takes away. */
export const DeltaInput = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  pattern: '^-?\\d{1,6}(\\.\\d{1,3})?$',
  minimum: -999_999,
  maximum: 999_999,
  ...input,
  examples: [12],
})
