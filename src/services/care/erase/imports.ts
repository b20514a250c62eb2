// What imports left of an erased customer: files of interrupted runs, reports, and the references of lines.
import { gunzipSync } from 'node:zlib'
import { list, sql } from '../../../db/sql.ts'
import { decodeText } from '../../../lib/csv/encoding.ts'
import { foldText, likePattern } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { ERASED_NAME, type Erased, partsOf } from './scope.ts'

export async function eraseImports(change: Change, erased: Erased): Promise<void> {
  await deleteFiles(change, erased)
  for (const text of erased.texts) await eraseFromReports(change, text)
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

/** As it stands in JSON: a quote in a name is escaped there. */
async function eraseFromReports(change: Change, text: string): Promise<void> {
  const inJson = JSON.stringify(text).slice(1, -1)
  await change.run(sql`
    UPDATE import_runs
    SET report = replace(report, ${inJson}, ${ERASED_NAME}),
        problems = replace(problems, ${inJson}, ${ERASED_NAME}),
        file_name = replace(file_name, ${text}, ${ERASED_NAME})
    WHERE report LIKE ${likePattern(inJson)} ESCAPE '\\'
      OR problems LIKE ${likePattern(inJson)} ESCAPE '\\'
      OR file_name LIKE ${likePattern(text)} ESCAPE '\\'`)
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
