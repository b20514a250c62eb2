// What is asked of the sample, and what came of it.
import type { Account } from './owner.ts'

export interface Wanted {
  orders: number
  /** Inserts rows instead of calling the services: for very many orders. */
  byRows: boolean
  /** How many orders get two photos each. */
  photographed: number
  seed: number
  now: Date
  /** The owner that the configuration names, if any. */
  owner: Account | null
  progress: (what: 'orders' | 'photos' | 'rows', done: number, of: number) => void
}

export interface Filled {
  kind: 'filled'
  orders: number
  /** To be told once; null when there was one already. */
  owner: Account | null
  seconds: number
}

export type Outcome =
  | Filled
  /** Nothing was added: `own` when somebody has worked here. */
  | { kind: 'kept'; orders: number; own: boolean }
