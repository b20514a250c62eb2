// Payment methods a shop can offer.
import type { Static } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

export const PAYMENT_METHODS = ['cash', 'card', 'transfer', 'mobile_money', 'other'] as const
export const PaymentMethod = OneOf(PAYMENT_METHODS, { title: 'Method' })
export type PaymentMethod = Static<typeof PaymentMethod>
