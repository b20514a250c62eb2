// The import report: what would be created, and all findings.

import type { Encoding } from '../../lib/csv/encoding.ts'
import type { FieldError } from '../../lib/errors/refusal.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { CatalogueFindings, type CatalogueReport, type ImportedVariant } from './products/report.ts'

export interface LineProblem {
  /** Line number in the file, from 1. */
  line: number
  /** Column name; empty for the whole line. */
  column: string
  code: string
  detail: string
}

export interface PreviewRow {
  line: number
  reference: string | null
  customerName: string
  phoneNumber: string
  /** For orders: whether a customer is created too, the items, and the total as a decimal string. */
  isNewCustomer: boolean
  items: number | null
  totalAmount: string | null
}

export interface ImportReport {
  dryRun: boolean
  /** Null if there was nothing to import. */
  importId: number | null
  encoding: Encoding
  lines: number
  made: number
  customersMade: number
  known: number
  ignoredColumns: string[]
  problemCount: number
  problems: LineProblem[]
  preview: PreviewRow[]
  /** Null for customers and orders. */
  catalogue: CatalogueReport | null
}

const SHOWN_PROBLEMS = 100
const SHOWN_MADE = 20

export class Findings {
  made = 0
  customersMade = 0
  known = 0
  readonly preview: PreviewRow[] = []
  readonly #problems: LineProblem[] = []

  #catalogue: CatalogueFindings | null = null

  add(problem: LineProblem): void {
    this.#problems.push(problem)
  }

  show(made: PreviewRow): void {
    this.made += 1
    if (this.preview.length < SHOWN_MADE) this.preview.push(made)
  }

  /** A row of a product file, whether it changes anything or not. */
  showVariant(row: ImportedVariant): void {
    this.#catalogue ??= new CatalogueFindings()
    if (this.#catalogue.add(row)) this.made += 1
    else this.known += 1
  }

  get isFlawless(): boolean {
    return this.#problems.length === 0
  }

  report(about: Pick<ImportReport, 'encoding' | 'lines' | 'ignoredColumns'>): ImportReport {
    const { made, customersMade, known, preview } = this
    const problems = this.#problems.sort((one, other) => one.line - other.line)
    return {
      dryRun: true,
      importId: null,
      ...about,
      made,
      customersMade,
      known,
      preview,
      catalogue: this.#catalogue?.report() ?? null,
      problemCount: problems.length,
      problems: problems.slice(0, SHOWN_PROBLEMS),
    }
  }
}

/** @returns the refusal of a file with findings: `/lines/3/phoneNumber` points to line 3 */
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
