// Import runs with their progress, created rows and continuation: /api/imports.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import {
  ImportLineJson,
  ImportLineQuery,
  ImportRunJson,
  ImportRunQuery,
  ProductImportQuery,
} from '../../../schemas/imports/index.ts'
import { answers } from '../../../schemas/problems/details.ts'
import {
  countImportRuns,
  getImportRun,
  listImportLines,
  listImportRuns,
} from '../../../services/imports/runs/index.ts'
import { continueImport } from '../../shared/import-begin.ts'
import { IMPORT_GROUPS, type ImportGroup } from '../../shared/import-groups.ts'
import { listAnswer } from '../respond.ts'

const tags = ['Imports']

const importRuns: FastifyPluginAsyncTypebox = async (app) => {
  runRoutes(app, IMPORT_GROUPS.books, { noun: 'Import', query: ImportRunQuery })
  runRoutes(app, IMPORT_GROUPS.catalogue, { noun: 'ProductImport', query: ProductImportQuery })
}

interface Named {
  /** In the ids of the operations. */
  noun: 'Import' | 'ProductImport'
  query: typeof ImportRunQuery | typeof ProductImportQuery
}

function runRoutes(
  app: Parameters<FastifyPluginAsyncTypebox>[0],
  { nouns, permission, api }: ImportGroup,
  { noun, query: querystring }: Named,
) {
  const config = { permission }
  const words = noun === 'Import' ? 'import' : 'import of products'

  app.get(api, {
    config,
    schema: {
      tags,
      summary: `List ${words.replace('import', 'imports')}`,
      description: 'The newest first. They are kept for 90 days.',
      operationId: `list${noun}s`,
      querystring,
      response: answers({ 200: ListOf(ref(ImportRunJson)) }),
    },
    handler: async ({ query }, reply) => {
      const page = await listImportRuns(app.db, query, nouns)
      const total = query.total ? await countImportRuns(app.db, query, nouns) : undefined
      return listAnswer(reply, page, (run) => run, total)
    },
  })

  app.get(`${api}/:id`, {
    config,
    schema: {
      tags,
      summary: `Get an ${words}`,
      operationId: `get${noun}`,
      params: IdParams,
      response: answers({ 200: ref(ImportRunJson) }, [404]),
    },
    handler: async ({ params }) => await getImportRun(app.db, params.id, nouns),
  })

  app.get(`${api}/:id/lines`, {
    config,
    schema: {
      tags,
      summary: `List what an ${words} has made`,
      description: 'The last lines of the file first.',
      operationId: `list${noun}Lines`,
      params: IdParams,
      querystring: ImportLineQuery,
      response: answers({ 200: ListOf(ref(ImportLineJson)) }, [404]),
    },
    handler: async ({ params, query }, reply) => {
      const run = await getImportRun(app.db, params.id, nouns)
      return listAnswer(reply, await listImportLines(app.db, run, query), (line) => line)
    },
  })

  app.post(`${api}/:id/continuation`, {
    config,
    schema: {
      tags,
      summary: `Go on with an interrupted ${words}`,
      description:
        'Checks what is left of the file, and makes it. The answer is how far it is; ask for it again for more.',
      operationId: `continue${noun}`,
      params: IdParams,
      response: answers({ 202: ref(ImportRunJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      await continueImport(request, id, nouns)
      reply.code(202).header('location', `${api}/${id}`)
      return await getImportRun(app.db, id, nouns)
    },
  })
}

export default importRuns
