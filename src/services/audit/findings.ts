// Findings of an integrity check: problems and counters.

export interface IntegrityProblem {
  table: string
  id: number | null
  orderNumber?: number
  detail: string
}

/** Limit of listed problems; the others are only counted. */
const MOST = 100

export class Findings {
  readonly checked = { events: 0, orders: 0, items: 0, payments: 0, variants: 0 }
  readonly problems: IntegrityProblem[] = []
  #found = 0

  add(...problems: IntegrityProblem[]): void {
    this.#found += problems.length
    this.problems.push(...problems.slice(0, MOST - this.problems.length))
  }

  get unlisted(): number {
    return this.#found - this.problems.length
  }

  get ok(): boolean {
    return this.#found === 0
  }
}
