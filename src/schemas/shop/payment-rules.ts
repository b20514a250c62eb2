// Payment rules: methods, deposit, and payment gates before status changes.
import { type Static, Type } from '@sinclair/typebox'
import { OneOf, Text, Version } from '../common.ts'
import { PAYMENT_METHODS, PaymentMethod } from './payment-methods.ts'

export const DEPOSIT_KINDS = ['none', 'amount', 'percent'] as const
export const DepositKind = OneOf(DEPOSIT_KINDS, {
  title: 'Deposit',
  description: 'Deposit required before work starts',
})
export type DepositKind = Static<typeof DepositKind>

/** Decimals of a percentage deposit. */
export const DEPOSIT_PERCENT_DIGITS = 2

const rules = {
  methods: Type.Array(PaymentMethod, {
    title: 'Payment methods',
    minItems: 1,
    maxItems: PAYMENT_METHODS.length,
    uniqueItems: true,
    description: 'Payment methods that the shop offers, in this order',
    'x-hint': 'Choose at least one payment method, and each only once.',
    examples: [['cash', 'card']],
  }),
  depositKind: DepositKind,
  depositValue: Type.Optional(
    Text('Deposit', 20, {
      description:
        'A decimal string: an amount, or with `percent` a percentage of the total from 0 to 100; empty with `none`',
      examples: ['50'],
    }),
  ),
  workNeedsDeposit: Type.Boolean({
    title: 'Require the deposit before work starts',
    description:
      'true: while a deposit is missing, starting work is refused with 409 `deposit_required`',
  }),
  handoverNeedsPayment: Type.Boolean({
    title: 'Require payment before hand-over',
    description: 'true: completing an order with a balance is refused with 409 `balance_due`',
  }),
}

const RULES = {
  methods: ['cash', 'card'],
  depositKind: 'percent',
  depositValue: '50',
  workNeedsDeposit: true,
  handoverNeedsPayment: false,
} as const

export const PaymentRulesInput = Type.Object(rules, {
  $id: 'PaymentRulesInput',
  additionalProperties: false,
  examples: [RULES],
})
export type PaymentRulesInput = Static<typeof PaymentRulesInput>

export const PaymentRules = Type.Object(
  { ...rules, depositValue: Text('Deposit', 20, { examples: ['50'] }), version: Version },
  { $id: 'PaymentRules', additionalProperties: false },
)
export type PaymentRules = Static<typeof PaymentRules>
