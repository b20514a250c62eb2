// The roles, once: for the type, the route guards, the CHECK of the table and the options of a select.
import type { Static } from '@sinclair/typebox'
import { OneOf } from './common.ts'

export const ROLES = ['admin', 'staff', 'customer'] as const
export const Role = OneOf(ROLES, {
  description: 'admin: everything; staff: the order book; customer: their own orders',
})
export type Role = Static<typeof Role>

/** Who may call a route: a list of roles, or anybody. */
export type RouteRoles = readonly Role[] | 'public'
export const STAFF: readonly Role[] = ['admin', 'staff']
export const ADMIN: readonly Role[] = ['admin']
export const SIGNED_IN: readonly Role[] = ROLES
