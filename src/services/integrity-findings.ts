// What a check of the books has counted and found so far.

export interface IntegrityProblem {
  /** Where the wrong row is. */
  table: string
  id: number | null
  orderNumber?: number
  /** What is wrong with it, for a person. */
  detail: string
}

/** Enough to see what happened; a million wrong rows would say no more. */
const MOST = 100

export class Findings {
  readonly checked = { events: 0, orders: 0, items: 0, payments: 0 }
  readonly problems: IntegrityProblem[] = []
  #found = 0

  add(...problems: IntegrityProblem[]): void {
    this.#found += problems.length
    this.problems.push(...problems.slice(0, MOST - this.problems.length))
  }

  /** Problems beyond those that are listed. */
  get unlisted(): number {
    return this.#found - this.problems.length
  }

  get ok(): boolean {
    return this.#found === 0
  }
}
