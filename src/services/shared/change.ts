// A change: a transaction with its author and time, which every event records.
import type { Transaction } from '../../db/database.ts'
import { PERMISSIONS, type Permission } from '../../schemas/access/permissions.ts'

/** Largest amounts that a role or an API key may decide alone. */
export interface Limits {
  /** Discount in hundredths of a percent; null: any. */
  discount: number | null
  /** Refund or reversed payment in smallest currency units; null: any. */
  refund: number | null
}

export const NO_LIMITS: Limits = { discount: null, refund: null }

/** The author of a change. `userId` is null for API keys, visitors and the program itself (first start, sample data). */
export interface Actor {
  userId: number | null
  /** Of a program with an API key. */
  keyId?: number
  name: string
  permissions: readonly Permission[]
  limits: Limits
}

export interface Change extends Transaction {
  readonly actor: Actor
  readonly requestId: string | null
  /** Time of the change, the same for all its writes: RFC 3339 in UTC with milliseconds. */
  readonly at: string
}

export const SYSTEM: Actor = {
  userId: null,
  name: 'Hemline',
  permissions: PERMISSIONS,
  limits: NO_LIMITS,
}

export function change(
  tx: Transaction,
  actor: Actor,
  requestId: string | null = null,
  at: string = new Date().toISOString(),
): Change {
  const { all, get, run, concurrent } = tx
  return { all, get, run, concurrent, actor, requestId, at }
}
