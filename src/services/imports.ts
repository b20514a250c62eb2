// Importing a file: all of it in one transaction, or nothing. A dry run is the same, undone at its end, so that what it
// says is what would happen.
import type { Change } from './change.ts'
import { readTable, type Table } from './csv-reading.ts'
import { type Columns, type Rows, rowsOf } from './import-columns.ts'
import { Findings, type ImportReport, importRefused, NotKept } from './import-report.ts'

/** Makes what the rows say; what is wrong goes to the findings, and nothing is thrown for it. */
export type Maker<Name extends string> = (
  change: Change,
  rows: Rows<Name>,
  findings: Findings,
) => Promise<void>

export interface Import {
  bytes: Uint8Array
  dryRun: boolean
}

/** Runs a write: `request.once`, mostly. */
export type Write = (work: (change: Change) => Promise<ImportReport>) => Promise<ImportReport>

/**
 * @throws Refusal `file_too_large`, `not_csv`, `file_empty`, and `import_refused` for a file with mistakes; of a dry
 * run these are in the report
 */
export async function importFile<Known extends Columns>(
  { bytes, dryRun }: Import,
  columns: Known,
  make: Maker<keyof Known & string>,
  write: Write,
): Promise<ImportReport> {
  const table = readTable(bytes)
  try {
    return await write((change) => attempt(change, table, dryRun, columns, make))
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
    if (dryRun) return error.report
    throw importRefused(error.report)
  }
}

async function attempt<Known extends Columns>(
  change: Change,
  table: Table,
  dryRun: boolean,
  columns: Known,
  make: Maker<keyof Known & string>,
): Promise<ImportReport> {
  const findings = new Findings()
  const rows = rowsOf(table, columns)
  checkTable(rows, findings)
  if (findings.isFlawless) await make(change, rows, findings)
  const report = findings.report({
    dryRun,
    encoding: table.encoding,
    lines: table.lines.length,
    ignoredColumns: rows.ignored,
  })
  if (dryRun || !findings.isFlawless) throw new NotKept(report)
  return report
}

/** With columns that are not what they seem, each line would only repeat it. */
function checkTable<Name extends string>({ rows, doubled }: Rows<Name>, findings: Findings): void {
  for (const column of doubled) {
    const detail = `Two columns mean ${column}. Leave one of them out.`
    findings.add({ line: 1, column, code: 'duplicate', detail })
  }
  for (const { line, surplus } of rows) {
    if (!surplus) continue
    const detail =
      'This line has more fields than the first line has names. A text with a separator in it must stand in quotes.'
    findings.add({ line, column: '', code: 'surplus', detail })
  }
}
