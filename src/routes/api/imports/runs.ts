// Import runs with their progress, created rows and continuation: /api/imports.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import {
  ImportLineJson,
  ImportLineQuery,
  ImportRunJson,
  ImportRunQuery,
} from '../../../schemas/imports/index.ts'
import { answers } from '../../../schemas/problems/details.ts'
import {
  countImportRuns,
  getImportRun,
  listImportLines,
  listImportRuns,
} from '../../../services/imports/runs/index.ts'
import { continueImport } from '../../shared/import-begin.ts'
import { listAnswer } from '../respond.ts'

const tags = ['Imports']
const config = { permission: 'imports.write' } as const

const importRuns: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/imports', {
    config,
    schema: {
      tags,
      summary: 'List imports',
      description: 'The newest first. They are kept for 90 days.',
      operationId: 'listImports',
      querystring: ImportRunQuery,
      response: answers({ 200: ListOf(ref(ImportRunJson)) }),
    },
    handler: async ({ query }, reply) => {
      const page = await listImportRuns(app.db, query)
      const total = query.total ? await countImportRuns(app.db, query) : undefined
      return listAnswer(reply, page, (run) => run, total)
    },
  })

  app.get('/api/imports/:id', {
    config,
    schema: {
      tags,
      summary: 'Get an import',
      operationId: 'getImport',
      params: IdParams,
      response: answers({ 200: ref(ImportRunJson) }, [404]),
    },
    handler: async ({ params }) => await getImportRun(app.db, params.id),
  })

  app.get('/api/imports/:id/lines', {
    config,
    schema: {
      tags,
      summary: 'List what an import has made',
      description: 'The last lines of the file first.',
      operationId: 'listImportLines',
      params: IdParams,
      querystring: ImportLineQuery,
      response: answers({ 200: ListOf(ref(ImportLineJson)) }, [404]),
    },
    handler: async ({ params, query }, reply) => {
      const run = await getImportRun(app.db, params.id)
      return listAnswer(reply, await listImportLines(app.db, run, query), (line) => line)
    },
  })

  app.post('/api/imports/:id/continuation', {
    config,
    schema: {
      tags,
      summary: 'Go on with an interrupted import',
      description:
        'Checks what is left of the file, and makes it. The answer is how far it is; ask `GET /api/imports/{id}` for more.',
      operationId: 'continueImport',
      params: IdParams,
      response: answers({ 202: ref(ImportRunJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      await continueImport(request, id)
      reply.code(202).header('location', `/api/imports/${id}`)
      return await getImportRun(app.db, id)
    },
  })
}

export default importRuns
