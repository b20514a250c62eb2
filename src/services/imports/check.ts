// Validates an import file before anything is written: any finding refuses the whole file. A dry run is this step
// alone.
import type { Reader } from '../../db/database.ts'
import { Semaphore } from '../../lib/concurrency/semaphore.ts'
import { type FileLimits, parseCsv } from '../../lib/csv/parser.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { type Columns, type Rows, rowsOf } from './columns.ts'
import { Findings, type ImportReport, importRefused } from './report.ts'
import type { Unit } from './runs/units.ts'

export interface CheckedFile {
  report: ImportReport
  units: readonly Unit[]
}

export type CheckRows<Name extends string> = (
  db: Reader,
  rows: Rows<Name>,
  findings: Findings,
) => Promise<Unit[]>

const BUSY = new Refusal(
  'unavailable',
  'too_many_imports',
  'Other files are being checked right now. Nothing was imported. Send it again in a moment.',
  { retryAfter: 5 },
)

/** Validation alternates with other requests every few milliseconds; several at once would only delay each other. */
const semaphore = new Semaphore(1, 10, () => BUSY)

/** @throws Refusal `file_too_large`, `not_csv`, `file_empty`, `too_many_imports` */
export const checkFile = <Names extends Columns>(
  db: Reader,
  bytes: Uint8Array,
  columns: Names,
  checkRows: CheckRows<keyof Names & string>,
  limits?: FileLimits,
): Promise<CheckedFile> => semaphore.take(() => check(db, bytes, columns, checkRows, limits))

async function check<Names extends Columns>(
  db: Reader,
  bytes: Uint8Array,
  columns: Names,
  checkRows: CheckRows<keyof Names & string>,
  limits: FileLimits | undefined,
): Promise<CheckedFile> {
  const table = await parseCsv(bytes, limits)
  const findings = new Findings()
  const rows = await rowsOf(table, columns)
  checkTable(rows, findings)
  const units = findings.isFlawless ? await checkRows(db, rows, findings) : []
  const report = findings.report({
    encoding: table.encoding,
    lines: table.lines.length,
    ignoredColumns: rows.ignored,
  })
  return { report, units }
}

export function requireNoFindings({ report }: CheckedFile): void {
  if (report.problemCount > 0) throw importRefused(report)
}

/** Stops at wrong columns: each line would repeat the same finding. */
function checkTable<Name extends string>(
  { rows, doubled, headerLine }: Rows<Name>,
  findings: Findings,
): void {
  for (const column of doubled) {
    const detail = `Two columns mean ${column}. Remove one of them.`
    findings.add({ line: headerLine, column, code: 'duplicate', detail })
  }
  for (const { line, surplus } of rows) {
    if (!surplus) continue
    const detail =
      'This line has more fields than the first line has names. A text with a separator in it must stand in quotes.'
    findings.add({ line, column: '', code: 'surplus', detail })
  }
}
