// Contexts of the templates for customer care: merging two records.
import type { Customer } from '../../schemas/people/customers.ts'
import type { CustomerFigures } from '../../services/people/customers/index.ts'
import type { Page } from './parts.ts'

export interface CarePages {
  'care/merge/index': MergePage
}

export type MergeCandidate = Customer & Omit<CustomerFigures, 'id'>

interface MergePage extends Page {
  /** The record that stays. */
  into: MergeCandidate
  /** The record that goes into it, once it is chosen. */
  from: MergeCandidate | null
  candidates: readonly MergeCandidate[]
  search: string
  problem: string | null
}
