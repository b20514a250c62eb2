// Parameters and result of the sample data command.
import type { Account } from './owner.ts'

export interface SampleParameters {
  orders: number
  /** Inserts rows instead of calling services: for very many orders. */
  byRows: boolean
  /** Number of orders with two photos each. */
  photographed: number
  /** So many products at most have photos, if orders have some; all by default. */
  photographedProducts?: number
  seed: number
  now: Date
  owner: Account | null
  progress: (what: 'orders' | 'photos' | 'rows', done: number, of: number) => void
}

export interface Filled {
  kind: 'filled'
  orders: number
  /** To be shown once; `null` if the shop had one. */
  owner: Account | null
  seconds: number
}

export type Outcome =
  | Filled
  /** Nothing was added: `own` if the shop has data of its own. */
  | { kind: 'kept'; orders: number; own: boolean }
