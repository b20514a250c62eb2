// CSV imports: /api/customers/import/csv, /api/orders/import/csv.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { actorOf } from '../../../plugins/changes.ts'
import { ref } from '../../../schemas/common.ts'
import { csvAnswer } from '../../../schemas/exports/index.ts'
import { ImportQuery, ImportReportJson, ImportRunJson } from '../../../schemas/imports/index.ts'
import { answers } from '../../../schemas/problems/details.ts'
import {
  fileColumns,
  IMPORTS,
  type ImportNoun,
  templateOf,
} from '../../../services/imports/kinds.ts'
import { getImportRun, isDoneWithin, waitingTime } from '../../../services/imports/runs/index.ts'
import { startImport } from '../../shared/import-begin.ts'
import { groupOf } from '../../shared/import-groups.ts'

const imports: FastifyPluginAsyncTypebox = async (app) => {
  for (const noun of Object.values(IMPORTS)) importOf(app, noun)
}

function importOf(app: Parameters<FastifyPluginAsyncTypebox>[0], noun: ImportNoun) {
  const url = `/api/${noun.name}/import/csv`
  const tags = [noun.tag]
  const config = { permission: noun.permission }

  app.get(url, {
    config,
    schema: {
      tags,
      summary: `A CSV file to fill in with ${noun.name}`,
      description: 'The names of all columns, and lines as an example.',
      operationId: `get${noun.title}ImportTemplate`,
      produces: ['text/csv'],
      response: answers({ 200: csvAnswer(fileColumns(noun)) }),
    },
    handler: async (_request, reply) => {
      reply.headers({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${noun.name}-template.csv"`,
      })
      return await templateOf(app.db, noun)
    },
  })

  app.post(url, {
    config,
    bodyLimit: 5 * noun.limits.bytes,
    schema: {
      tags,
      summary: `Import ${noun.name} from a CSV file`,
      description: `${noun.says}\n\n${readingOf(noun)}\n\n${columnsOf(noun)}`,
      operationId: `import${noun.title}`,
      consumes: ['text/csv'],
      querystring: ImportQuery,
      response: answers(
        { 200: ref(ImportReportJson), 202: ref(ImportRunJson) },
        [413, 415, 422, 503],
      ),
    },
    handler: async (request, reply) => {
      const { dryRun = false, wait = 20 } = request.query
      const bytes = bytesOf(request)
      if (dryRun) return (await noun.check(app.db, bytes, actorOf(request))).report
      const begun = await startImport(request, noun, { bytes, name: null })
      if (begun.id === null) return begun.report
      const started = await getImportRun(app.db, begun.id)
      await app.imports.ended(begun.id, waitingTime(started, wait))
      const run = await getImportRun(app.db, begun.id)
      if (isDoneWithin(run, wait)) return run.report
      return reply
        .code(202)
        .header('location', `${groupOf(noun.name).api}/${run.id}`)
        .send(run)
    },
  })
}

const bytesOf = ({ body }: FastifyRequest) => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const readingOf = ({
  name,
  limits,
}: ImportNoun) => `The body is the file itself, as \`text/csv\`: at most ${limits.bytes / 1_000_000} MB and ${limits.lines.toLocaleString('en')} lines, separated by commas, semicolons or tabs, in UTF-8, UTF-16 (with its byte order mark) or Windows-1252. A first line \`sep=;\` names another separator. The first line, or the one after it, names the columns, whatever their order; capitals, spaces and signs in the names do not matter, and unknown columns are ignored and told.

The file is checked as a whole before anything is saved: one with mistakes imports nothing and is 422 \`import_refused\`, with the first hundred in \`errors\` (\`/lines/3/phoneNumber\` is line 3 of the file) and the number of all in \`problemCount\`. With \`dryRun=true\` nothing is saved, and the mistakes are in the answer. What is no CSV file is 415 or 422 \`not_csv\`, one without lines 422 \`file_empty\`, one beyond the limits 413 \`file_too_large\`. The same file a second time makes nothing new.

Then it is made in small batches, beside everything else that the shop does. The answer waits for the end and is the report, 200. What takes longer than \`wait\` seconds is answered 202 with how far it is (with \`wait=0\` always), and \`Location\` says where to ask again: \`GET ${groupOf(name).api}/{id}\`. With the same \`Idempotency-Key\`, file and \`wait\`, what was answered 200 is answered 200 with the same report, and what was answered 202 is answered 202 with the same \`Location\` and how far it is by then. Each order, customer and variant is there whole or not at all, and so it stays when the server is ended in between.`

const columnsOf = ({ columns }: ImportNoun) =>
  `Columns:\n\n${columns.map(({ name, says }) => `- \`${name}\`: ${says}`).join('\n')}`

export default imports
