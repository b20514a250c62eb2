// Start of a CSV import, for pages and the API: checks the whole file, then starts one run however often it is sent.
import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../lib/errors/refusal.ts'
import { actorOf } from '../../plugins/changes.ts'
import type { ImportNounName } from '../../schemas/imports/index.ts'
import { requireNoFindings } from '../../services/imports/check.ts'
import { IMPORTS, type ImportNoun } from '../../services/imports/kinds.ts'
import type { ImportReport } from '../../services/imports/report.ts'
import { getImportRun } from '../../services/imports/runs/index.ts'
import {
  createImportRun,
  importedFile,
  lastLineOf,
  NOT_INTERRUPTED,
  packFile,
  takeOverRun,
} from '../../services/imports/runs/progress.ts'
import type { Unit } from '../../services/imports/runs/units.ts'

export interface SentFile {
  bytes: Uint8Array
  name: string | null
}

/** The import run, or a report if the file has nothing new. */
export type StartedImport = { id: number; report: null } | { id: null; report: ImportReport }

/**
 * Returns before the run has finished.
 * @throws Refusal `import_refused`, and those of the check
 */
export async function startImport(
  request: FastifyRequest,
  noun: ImportNoun,
  { bytes, name }: SentFile,
): Promise<StartedImport> {
  const { db, imports } = request.server
  const checked = await noun.check(db, bytes, actorOf(request))
  const { report, units } = checked
  const run = { noun: noun.name, fileName: name, runner: imports.name, total: units.length, report }
  const content = await packFile(bytes)
  const begun = await request.once<StartedImport>(
    async (change) => {
      // A replay gets the first response, whatever the shop would find in the file by now.
      requireNoFindings(checked)
      return units.length === 0
        ? { id: null, report: { ...report, dryRun: false } }
        : { id: await createImportRun(change, { ...run, content }), report: null }
    },
    hash('sha256', bytes, 'base64url'),
  )
  if (begun.id !== null && !request.replayed) startRun(request, noun, begun.id, units)
  return begun
}

/**
 * Continues an interrupted run.
 * @throws Refusal `not_found`, `import_not_interrupted`, `import_forgotten`, `import_refused`
 */
export async function continueImport(
  request: FastifyRequest,
  id: number,
  nouns: readonly ImportNounName[],
): Promise<void> {
  const { db, imports } = request.server
  const run = await getImportRun(db, id, nouns)
  if (run.state !== 'interrupted') throw NOT_INTERRUPTED
  const bytes = await importedFile(db, id)
  if (!bytes) throw FILE_DELETED
  const noun = IMPORTS[run.noun]
  const checked = await noun.check(db, bytes, actorOf(request))
  requireNoFindings(checked)
  const lastLine = await lastLineOf(db, id)
  const units = checked.units.filter(({ line }) => line > lastLine)
  await request.change((change) => takeOverRun(change, id, imports.name, units.length))
  startRun(request, noun, id, units)
}

function startRun(request: FastifyRequest, noun: ImportNoun, id: number, units: readonly Unit[]) {
  const { server, id: requestId } = request
  server.imports.start({ id, noun: noun.name, units, actor: actorOf(request), requestId })
}

const FILE_DELETED = new Refusal(
  'conflict',
  'import_forgotten',
  'The file of this import has been deleted. Send it again: nothing is imported twice.',
)
