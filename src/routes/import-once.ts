// A file that comes in, through a page or the API, is imported once however often it is sent.
import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ImportNoun } from '../services/import-nouns.ts'
import type { ImportReport } from '../services/import-report.ts'
import type { Import } from '../services/imports.ts'

/** @throws Refusal `import_refused` and what else the import says no to */
export const importOnce = (request: FastifyRequest, noun: ImportNoun, file: Import) =>
  noun.run(file, (work) =>
    request.once<ImportReport>(work, hash('sha256', file.bytes, 'base64url'), {
      alone: true, // it takes long
    }),
  )
