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
import { groupOf, IMPORT_GROUPS, type ImportGroup } from '../../shared/import-groups.ts'
import { submitForm } from '../forms.ts'
import { urlOf } from '../queries.ts'
import { pathOf, runWords } from './words.ts'

const SHOWN = 20

const importRuns: FastifyPluginAsyncTypebox = async (app) => {
  for (const group of Object.values(IMPORT_GROUPS)) runPages(app, group)
}

function runPages(app: Parameters<FastifyPluginAsyncTypebox>[0], group: ImportGroup) {
  const config = { permission: group.permission }

  app.get(`${group.page}/:id`, {
    config,
    schema: { params: IdParams, querystring: ImportLineQuery },
    handler: ({ params, query }, reply) => show(reply, group, params.id, { cursor: query.cursor }),
  })

  app.post(`${group.page}/:id/continuation`, {
    config,
    schema: { params: IdParams },
    handler: async (request: FastifyRequest<{ Params: { id: number } }>, reply) => {
      const { id } = request.params
      return submitForm(
        reply,
        () => continueImport(request, id, group.nouns),
        () => reply.redirect(`${group.page}/${id}`, 303),
        ({ refusal }) => show(reply, group, id, { problem: refusal.message }),
      )
    },
  })
}

interface Shown {
  cursor?: string | undefined
  problem?: string
}

async function show(
  reply: FastifyReply,
  group: ImportGroup,
  id: number,
  { cursor, problem }: Shown,
) {
  const { db } = reply.server
  const run = await getImportRun(db, id, group.nouns)
  return reply.page(
    'imports/run',
    {
      title: 'Import',
      run: runWords(run, formatsFor(await findSettings(db))),
      importPath: pathOf({ name: run.noun }),
      lines: await linesOf(reply, run, cursor),
      problem: problem ?? null,
    },
    'imports/_run',
  )
}

async function linesOf({ server }: FastifyReply, run: ImportRun, cursor: string | undefined) {
  const query = { limit: SHOWN, ...(cursor && { cursor }) }
  const { rows, nextCursor } = await listImportLines(server.db, run, query)
  const path = `${groupOf(run.noun).page}/${run.id}`
  return {
    rows: rows.map(({ id, ...row }) => ({ ...row, href: `/admin/${run.noun}/${id}` })),
    first: cursor ? path : null,
    next: nextCursor ? urlOf(path, {}, { cursor: nextCursor }) : null,
  }
}

export default importRuns
