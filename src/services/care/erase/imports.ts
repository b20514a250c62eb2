// What imports left of an erased customer: files of interrupted runs, reports, and the references of lines.
import { gunzipSync } from 'node:zlib'
import { list, sql } from '../../../db/sql.ts'
import { decodeText } from '../../../lib/csv/encoding.ts'
import { foldText } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { ERASED, type Erased, partsOf } from './scope.ts'
import { scrubber } from './texts.ts'

export async function eraseImports(change: Change, erased: Erased): Promise<void> {
  await deleteFiles(change, erased)
  await eraseFromReports(change, erased)
  await forgetImported(change, 'customer', erased.records)
  await forgetImported(change, 'order', erased.orders)
}

/** An interrupted import whose file is gone cannot go on: whoever continues it is asked to send the file again. */
async function deleteFiles(change: Change, { texts }: Erased): Promise<void> {
  const folded = texts.map(foldText)
  const runs = await change.all<{ id: number }>(sql`SELECT run_id AS id FROM import_files`)
  for (const { id } of runs) {
    const file = await change.get<{ content: Uint8Array }>(sql`
      SELECT content FROM import_files WHERE run_id = ${id}`)
    // At most 2 MB.
    const content = file ? foldText(decodeText(gunzipSync(file.content)).text) : ''
    if (!folded.some((text) => content.includes(text))) continue
    await change.run(sql`DELETE FROM import_files WHERE run_id = ${id}`)
  }
}

interface Run {
  id: number
  noun: string
  fileName: string | null
  report: string
  problems: string
}

/** The preview of a report shows the first rows of a file, and problems quote what was typed. */
async function eraseFromReports(change: Change, erased: Erased): Promise<void> {
  const scrub = scrubber(erased.texts, ERASED)
  const runs = await change.all<Run>(sql`
    SELECT id, noun, file_name AS "fileName", report, problems FROM import_runs`)
  for (const run of runs) {
    const lines = await linesOf(change, run, erased)
    const after = {
      fileName: run.fileName && scrub(run.fileName),
      report: JSON.stringify(scrubbed(withoutLines(JSON.parse(run.report), lines), scrub)),
      problems: JSON.stringify(scrubbed(JSON.parse(run.problems), scrub)),
    }
    const isSame =
      after.fileName === run.fileName &&
      after.report === run.report &&
      after.problems === run.problems
    if (isSame) continue
    await change.run(sql`
      UPDATE import_runs
      SET file_name = ${after.fileName}, report = ${after.report}, problems = ${after.problems}
      WHERE id = ${run.id}`)
  }
}

/** Numbers of the lines from which they, or their orders, were made. */
async function linesOf(
  change: Change,
  { id, noun }: Run,
  erased: Erased,
): Promise<ReadonlySet<number>> {
  const ids = noun === 'customers' ? erased.records : erased.orders
  const lines = new Set<number>()
  for (const part of partsOf(ids)) {
    const rows = await change.all<{ line: number }>(sql`
      SELECT line FROM import_lines WHERE run_id = ${id} AND entity_id IN (${list(part)})`)
    for (const { line } of rows) lines.add(line)
  }
  return lines
}

type Report = { preview?: readonly { line: number }[] }

const withoutLines = (report: Report, lines: ReadonlySet<number>): Report =>
  report.preview
    ? { ...report, preview: report.preview.filter(({ line }) => !lines.has(line)) }
    : report

function scrubbed(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value)
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, scrub))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, scrubbed(inner, scrub)]),
  )
}

/** What a file called them. The same file, imported again, adds them again. */
async function forgetImported(
  change: Change,
  entity: 'customer' | 'order',
  ids: readonly number[],
): Promise<void> {
  for (const part of partsOf(ids)) {
    await change.run(sql`
      DELETE FROM imported_rows WHERE entity = ${entity} AND entity_id IN (${list(part)})`)
    await change.run(sql`
      UPDATE import_lines SET reference = NULL
      WHERE entity_id IN (${list(part)})
        AND run_id IN (SELECT id FROM import_runs WHERE noun = ${`${entity}s`})`)
  }
}
