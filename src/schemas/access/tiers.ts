// Tiers of accounts, the three words of the API's field `role`. What an account may do is its role's permissions; the
// tier says which side of the counter it is on.
import type { Static } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

export const TIERS = ['admin', 'staff', 'customer'] as const
export const Tier = OneOf(TIERS, {
  description:
    'admin: an owner, with every permission; staff: what the permissions of their role allow; customer: their own orders',
})
export type Tier = Static<typeof Tier>
