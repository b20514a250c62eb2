// A unit of an import, written as a whole: a customer, an order with all its rows, or a variant.

import type { Refusal } from '../../../lib/errors/refusal.ts'
import type { Change } from '../../shared/change.ts'
import type { LineProblem } from '../report.ts'

export interface Unit {
  line: number
  reference: string | null
  /**
   * Null if it exists by now: the same file may be imported twice at once.
   * @throws Refusal if the shop has changed since validation
   */
  take: (change: Change) => Promise<ImportedUnit | null>
  problemsOf: (refusal: Refusal) => LineProblem[]
}

export interface ImportedUnit {
  id: number
  isNewCustomer: boolean
}
