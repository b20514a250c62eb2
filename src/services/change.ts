// A change: a transaction that knows who makes it, so that every write can say so in the event log.
import type { Transaction } from '../db/database.ts'
import type { Role } from '../schemas/roles.ts'

/** Who acts. `userId` is null for the program itself (sample data, first start). */
export interface Actor {
  userId: number | null
  name: string
  role: Role | 'system'
}

export interface Change extends Transaction {
  readonly actor: Actor
  readonly requestId: string | null
  /** When the change happens: RFC 3339 in UTC with milliseconds. One change has one time. */
  readonly at: string
}

export const SYSTEM: Actor = { userId: null, name: 'Hemline', role: 'system' }

/** Makes a change of a transaction. */
export function change(
  tx: Transaction,
  actor: Actor,
  requestId: string | null = null,
  at: string = new Date().toISOString(),
): Change {
  const { all, get, run, concurrent } = tx
  return { all, get, run, concurrent, actor, requestId, at }
}
