// Persists the progress of an import run: start, each batch in the transaction of its rows, and end.
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Reader } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Refusal } from '../../../lib/errors/refusal.ts'
import type { ImportNounName } from '../../../schemas/imports/index.ts'
import type { Change } from '../../shared/change.ts'
import type { ImportReport, LineProblem } from '../report.ts'
import { isSilentSince } from './index.ts'

export interface NewRun {
  noun: ImportNounName
  fileName: string | null
  /** Compressed with `packFile` beforehand: a change may only await its own statements. */
  content: Uint8Array
  runner: string
  total: number
  report: ImportReport
}

export const packFile: (bytes: Uint8Array) => Promise<Uint8Array> = promisify(gzip)
const unpackFile: (bytes: Uint8Array) => Promise<Uint8Array> = promisify(gunzip)

export async function createImportRun(change: Change, run: NewRun): Promise<number> {
  const { at, actor } = change
  const created = await change.get<{ id: number }>(sql`
    INSERT INTO import_runs (noun, state, file_name, user_id, user_name, runner, total, report,
                             created_at, updated_at)
    VALUES (${run.noun}, 'running', ${run.fileName}, ${actor.userId}, ${actor.name}, ${run.runner},
            ${run.total}, ${JSON.stringify(run.report)}, ${at}, ${at})
    RETURNING id`)
  if (!created) throw new Error('INSERT ... RETURNING brought no row')
  await change.run(sql`
    INSERT INTO import_files (run_id, content, created_at, updated_at)
    VALUES (${created.id}, ${run.content}, ${at}, ${at})`)
  return created.id
}

export async function importedFile(db: Reader, id: number): Promise<Uint8Array | undefined> {
  const row = await db.get<{ content: Uint8Array }>(sql`
    SELECT content FROM import_files WHERE run_id = ${id}`)
  return row && (await unpackFile(row.content))
}

/** How far into its file a run is: lines up to it are done. */
export async function lastLineOf(db: Reader, id: number): Promise<number> {
  const row = await db.get<{ line: number }>(sql`
    SELECT last_line AS line FROM import_runs WHERE id = ${id}`)
  return row?.line ?? 0
}

/**
 * @param left the number of units not imported yet
 * @throws Refusal `import_not_interrupted`
 */
export async function takeOverRun(
  change: Change,
  id: number,
  runner: string,
  left: number,
): Promise<void> {
  const taken = await change.run(sql`
    UPDATE import_runs
    SET state = 'running', runner = ${runner}, total = made + known + refused + ${left},
        updated_at = ${change.at}
    WHERE id = ${id}
      AND (state = 'interrupted' OR (state = 'running' AND updated_at < ${isSilentSince()}))`)
  if (taken === 0) throw NOT_INTERRUPTED
}

export const NOT_INTERRUPTED = new Refusal(
  'conflict',
  'import_not_interrupted',
  'This import is running or done, so there is nothing to continue. Reload the page.',
)

export interface ImportedLine {
  line: number
  reference: string | null
  id: number
  isNewCustomer: boolean
}

export interface Batch {
  made: ImportedLine[]
  known: number
  refused: number
  problems: LineProblem[]
  /** Of its last unit. */
  lastLine: number
}

/** Another process took over the run, because this one did not report progress. */
export class RunTakenOver extends Error {
  override readonly name = 'RunTakenOver'
}

/** In the transaction of its rows. @throws RunTakenOver, which rolls the batch back */
export async function recordBatch(
  change: Change,
  run: { id: number; noun: ImportNounName; runner: string },
  { made, known, refused, problems, lastLine }: Batch,
): Promise<void> {
  const customers = run.noun === 'orders' ? made.filter((one) => one.isNewCustomer).length : 0
  const problemsJson = problems.length > 0 ? await problemsWith(change, run.id, problems) : null
  const recorded = await change.run(sql`
    UPDATE import_runs
    SET made = made + ${made.length}, known = known + ${known}, refused = refused + ${refused},
        customers_made = customers_made + ${customers}, problems = coalesce(${problemsJson}, problems),
        last_line = ${lastLine}, updated_at = ${new Date().toISOString()}
    WHERE id = ${run.id} AND runner = ${run.runner} AND state = 'running'`)
  if (recorded === 0) throw new RunTakenOver(`Import ${run.id} was taken over`)
  for (const { line, reference, id } of made) {
    await change.run(sql`
      INSERT INTO import_lines (run_id, line, reference, entity_id, created_at, updated_at)
      VALUES (${run.id}, ${line}, ${reference}, ${id}, ${change.at}, ${change.at})`)
  }
}

const MOST_PROBLEMS = 100

async function problemsWith(change: Change, id: number, more: LineProblem[]): Promise<string> {
  const row = await change.get<{ problems: string }>(sql`
    SELECT problems FROM import_runs WHERE id = ${id}`)
  const problems = [...(JSON.parse(row?.problems ?? '[]') as LineProblem[]), ...more]
  return JSON.stringify(problems.slice(0, MOST_PROBLEMS))
}

export async function endRun(
  change: Change,
  { id, runner }: { id: number; runner: string },
  state: 'done' | 'interrupted',
): Promise<void> {
  const finishedAt = state === 'done' ? change.at : null
  const ended = await change.run(sql`
    UPDATE import_runs
    SET state = ${state}, finished_at = ${finishedAt}, updated_at = ${change.at}
    WHERE id = ${id} AND runner = ${runner} AND state = 'running'`)
  if (ended > 0 && state === 'done') {
    await change.run(sql`DELETE FROM import_files WHERE run_id = ${id}`)
  }
}

export async function deleteOldImports(change: Change, days = 90): Promise<void> {
  const before = new Date(Date.parse(change.at) - days * 86_400_000).toISOString()
  const old = sql`SELECT id FROM import_runs WHERE updated_at < ${before}`
  await change.run(sql`DELETE FROM import_lines WHERE run_id IN (${old})`)
  await change.run(sql`DELETE FROM import_files WHERE run_id IN (${old})`)
  await change.run(sql`DELETE FROM import_runs WHERE updated_at < ${before}`)
}
