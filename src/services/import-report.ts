// What an import would make, and everything that stands against it.

import type { Encoding } from './csv-reading.ts'
import type { FieldError } from './refusal.ts'
import { Refusal } from './refusal.ts'

export interface LineProblem {
  /** In the file, counted from 1. */
  line: number
  /** As we call it; empty when the whole line is meant. */
  column: string
  code: string
  detail: string
}

/** One of the first things that are made, as the preview shows it. */
export interface Made {
  line: number
  reference: string | null
  customerName: string
  phoneNumber: string
  /** Of an order: whether the customer is made too; the items; the decimal string of the total. */
  isNewCustomer: boolean
  items: number | null
  totalAmount: string | null
}

export interface ImportReport {
  dryRun: boolean
  encoding: Encoding
  /** Lines of the file, without the first. */
  lines: number
  /** New customers, or new orders. */
  made: number
  /** New customers that came with orders. */
  customersMade: number
  /** What is there already, and was left as it is. */
  known: number
  ignoredColumns: string[]
  problemCount: number
  /** The first of them, by line. */
  problems: LineProblem[]
  preview: Made[]
}

const SHOWN_PROBLEMS = 100
const SHOWN_MADE = 20

/** Collects while a file is gone through. */
export class Findings {
  made = 0
  customersMade = 0
  known = 0
  readonly preview: Made[] = []
  readonly #problems: LineProblem[] = []

  add(problem: LineProblem): void {
    this.#problems.push(problem)
  }

  show(made: Made): void {
    this.made += 1
    if (this.preview.length < SHOWN_MADE) this.preview.push(made)
  }

  get isFlawless(): boolean {
    return this.#problems.length === 0
  }

  report(
    about: Pick<ImportReport, 'dryRun' | 'encoding' | 'lines' | 'ignoredColumns'>,
  ): ImportReport {
    const { made, customersMade, known, preview } = this
    const problems = this.#problems.sort((one, other) => one.line - other.line)
    return {
      ...about,
      made,
      customersMade,
      known,
      preview,
      problemCount: problems.length,
      problems: problems.slice(0, SHOWN_PROBLEMS),
    }
  }
}

/** Undoes the transaction of an import that is not to be kept, and brings its report out. */
export class NotKept extends Error {
  constructor(readonly report: ImportReport) {
    super('The import is undone')
  }
}

/** @returns the refusal of a file with mistakes: `/lines/3/phoneNumber` points to line 3 */
export function importRefused({ problemCount, problems }: ImportReport): Refusal {
  const errors = problems.map(
    ({ line, column, code, detail }): FieldError => ({
      pointer: column ? `/lines/${line}/${column}` : `/lines/${line}`,
      code,
      detail: `Line ${line}: ${detail}`,
    }),
  )
  const count = problemCount === 1 ? 'one mistake' : `${problemCount} mistakes`
  const first = errors[0]?.detail ?? ''
  return new Refusal(
    'invalid',
    'import_refused',
    `Nothing was imported: the file has ${count}. ${first}`,
    { errors, members: { problemCount } },
  )
}
