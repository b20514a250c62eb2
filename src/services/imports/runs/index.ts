// Import runs: their progress, results and interruptions.
import type { Reader } from '../../../db/database.ts'
import { list, sql, where } from '../../../db/sql.ts'
import { notFound } from '../../../lib/errors/refusal.ts'
import {
  IMPORT_NOUNS,
  type ImportNounName,
  type ImportRun,
  type ImportRunQuery,
  type ImportState,
} from '../../../schemas/imports/index.ts'
import { decodeCursor, limitOf, type Page, pageOf } from '../../shared/paging.ts'
import type { ImportReport } from '../report.ts'

export type { ImportRun } from '../../../schemas/imports/index.ts'

/** Without a batch for this long, a run counts as interrupted: its process was killed or lost the database. */
export const INTERRUPTED_AFTER_MS = 5_000

interface Row extends Omit<ImportRun, 'state' | 'done' | 'report'> {
  state: ImportState
  made: number
  customersMade: number
  known: number
  refused: number
  problems: string
  report: string
}

const COLUMNS = sql`
  id, noun, state, file_name AS "fileName", user_name AS "startedBy", total, made,
  customers_made AS "customersMade", known, refused, problems, report,
  created_at AS "createdAt", updated_at AS "updatedAt", finished_at AS "finishedAt"`

interface RunQuery extends Omit<ImportRunQuery, 'noun'> {
  noun?: ImportNounName
}

/** @param nouns the kinds that the reader may see */
export async function listImportRuns(
  db: Reader,
  query: RunQuery,
  nouns: readonly ImportNounName[] = IMPORT_NOUNS,
): Promise<Page<ImportRun>> {
  const limit = query.limit ?? 50
  const filters = kindFilters(query, nouns)
  if (query.cursor) filters.push(sql`id < ${decodeCursor(query.cursor, 1)[0] as number}`)
  const rows = await db.all<Row>(sql`
    SELECT ${COLUMNS}
    FROM import_runs
    ${where(filters)}
    ORDER BY id DESC
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows.map(runOf), limit, ({ id }) => [id])
}

export async function countImportRuns(
  db: Reader,
  query: RunQuery,
  nouns: readonly ImportNounName[] = IMPORT_NOUNS,
): Promise<number> {
  const row = await db.get<{ total: number }>(sql`
    SELECT count(*) AS total FROM import_runs ${where(kindFilters(query, nouns))}`)
  return row?.total ?? 0
}

const kindFilters = ({ noun }: RunQuery, nouns: readonly ImportNounName[]) => [
  sql`noun IN (${list(nouns)})`,
  ...(noun ? [sql`noun = ${noun}`] : []),
]

/** @throws Refusal `not_found`, also for a kind that the reader may not see */
export async function getImportRun(
  db: Reader,
  id: number,
  nouns: readonly ImportNounName[] = IMPORT_NOUNS,
): Promise<ImportRun> {
  const row = await db.get<Row>(sql`
    SELECT ${COLUMNS} FROM import_runs WHERE id = ${id} AND noun IN (${list(nouns)})`)
  if (!row) throw notFound('import')
  return runOf(row)
}

function runOf(row: Row): ImportRun {
  const { made, customersMade, known, refused, problems, report, ...run } = row
  // Reports of an earlier version have no `catalogue`.
  const { catalogue = null, ...checked } = JSON.parse(report) as Partial<ImportReport>
  return {
    ...run,
    state: stateOf(row),
    done: made + known + refused,
    report: {
      ...(checked as ImportReport),
      catalogue,
      importId: run.id,
      dryRun: false,
      made,
      customersMade,
      known: (checked.known ?? 0) + known,
      problems: JSON.parse(problems),
      problemCount: refused,
    },
  }
}

const stateOf = ({ state, updatedAt }: Row): ImportState =>
  state === 'running' && updatedAt < isSilentSince() ? 'interrupted' : state

export const isSilentSince = () => new Date(Date.now() - INTERRUPTED_AFTER_MS).toISOString()

/** How long after its end a run may still be committed. */
const COMMIT_MS = 100

/** Milliseconds that an answer still waits, for `isDoneWithin` to be final. */
export const waitingTime = ({ createdAt }: ImportRun, seconds: number): number =>
  seconds === 0 ? 0 : Math.max(0, Date.parse(createdAt) + seconds * 1_000 + COMMIT_MS - Date.now())

/** Decides between report and progress. It depends on stored facts alone, so that a replay decides as the first did. */
export const isDoneWithin = ({ state, createdAt, finishedAt }: ImportRun, seconds: number) =>
  state === 'done' &&
  finishedAt !== null &&
  Date.parse(finishedAt) - Date.parse(createdAt) < seconds * 1_000

export interface ImportLine {
  line: number
  reference: string | null
  id: number
  label: string
}

export async function listImportLines(
  db: Reader,
  { id, noun }: Pick<ImportRun, 'id' | 'noun'>,
  query: { limit?: number; cursor?: string; page?: number },
): Promise<Page<ImportLine>> {
  const limit = query.limit ?? 50
  const filters = [sql`l.run_id = ${id}`]
  if (query.cursor) filters.push(sql`l.line < ${decodeCursor(query.cursor, 1)[0] as number}`)
  const rows = await db.all<ImportLine>(sql`
    SELECT l.line, l.reference, l.entity_id AS id, ${LABEL[noun]}
    ${where(filters)}
    ORDER BY l.line DESC
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, ({ line }) => [line])
}

const LABEL = {
  orders: sql`CAST(o.number AS text) AS label
    FROM import_lines l JOIN orders o ON o.id = l.entity_id`,
  products: sql`p.name AS label
    FROM import_lines l JOIN products p ON p.id = l.entity_id`,
  customers: sql`c.name AS label
    FROM import_lines l JOIN customers c ON c.id = l.entity_id`,
}
