// Progress page of an import run, with continuation after an interruption: /admin/import/runs/{id}.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams } from '../../../schemas/common.ts'
import { ImportLineQuery } from '../../../schemas/imports/index.ts'
import {
  getImportRun,
  type ImportRun,
  listImportLines,
} from '../../../services/imports/runs/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { formatsFor } from '../../../views/helpers/formats.ts'
import { continueImport } from '../../shared/import-begin.ts'
import { submitForm } from '../forms.ts'
import { urlOf } from '../queries.ts'
import { pathOf, runWords } from './words.ts'

const config = { permission: 'imports.write' } as const
const SHOWN = 20

const importRuns: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/import/runs/:id', {
    config,
    schema: { params: IdParams, querystring: ImportLineQuery },
    handler: ({ params, query }, reply) => show(reply, params.id, query.cursor),
  })

  app.post('/admin/import/runs/:id/continuation', {
    config,
    schema: { params: IdParams },
    handler: async (request: FastifyRequest<{ Params: { id: number } }>, reply) => {
      const { id } = request.params
      return submitForm(
        reply,
        () => continueImport(request, id),
        () => reply.redirect(`/admin/import/runs/${id}`, 303),
        ({ refusal }) => show(reply, id, undefined, refusal.message),
      )
    },
  })
}

async function show(
  reply: FastifyReply,
  id: number,
  cursor?: string,
  problem: string | null = null,
) {
  const { db } = reply.server
  const run = await getImportRun(db, id)
  return reply.page(
    'imports/run',
    {
      title: 'Import',
      run: runWords(run, formatsFor(await findSettings(db))),
      importPath: pathOf({ name: run.noun }),
      lines: await linesOf(reply, run, cursor),
      problem,
    },
    'imports/_run',
  )
}

async function linesOf({ server }: FastifyReply, run: ImportRun, cursor: string | undefined) {
  const query = { limit: SHOWN, ...(cursor && { cursor }) }
  const { rows, nextCursor } = await listImportLines(server.db, run, query)
  const path = `/admin/import/runs/${run.id}`
  return {
    rows: rows.map(({ id, ...row }) => ({ ...row, href: `/admin/${run.noun}/${id}` })),
    first: cursor ? path : null,
    next: nextCursor ? urlOf(path, {}, { cursor: nextCursor }) : null,
  }
}

export default importRuns
