// /api/customers/import/csv, /api/orders/import/csv
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { ref } from '../../schemas/common.ts'
import { csvAnswer } from '../../schemas/exports.ts'
import { ImportQuery, ImportReportJson } from '../../schemas/imports.ts'
import { answers } from '../../schemas/problems.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { MOST_BYTES, MOST_LINES } from '../../services/csv-reading.ts'
import { IMPORTS, type ImportNoun, templateOf } from '../../services/import-nouns.ts'
import { importOnce } from '../import-once.ts'

const config = { roles: ADMIN }

const imports: FastifyPluginAsyncTypebox = async (app) => {
  for (const noun of Object.values(IMPORTS)) importOf(app, noun)
}

function importOf(app: Parameters<FastifyPluginAsyncTypebox>[0], noun: ImportNoun) {
  const url = `/api/${noun.name}/import/csv`
  const tags = [noun.title]

  app.get(url, {
    config,
    schema: {
      tags,
      summary: `A CSV file to fill in with ${noun.name}`,
      description: 'The names of all columns, and lines as an example.',
      operationId: `get${noun.title}ImportTemplate`,
      produces: ['text/csv'],
      response: answers({ 200: csvAnswer(noun.columns) }),
    },
    handler: async (_request, reply) => {
      reply.headers({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${noun.name}-template.csv"`,
      })
      return (await templateOf(app.db, noun)) as never
    },
  })

  app.post(url, {
    config,
    bodyLimit: 5 * MOST_BYTES,
    schema: {
      tags,
      summary: `Import ${noun.name} from a CSV file`,
      description: `${noun.says}\n\n${READING}\n\n${columnsOf(noun)}`,
      operationId: `import${noun.title}`,
      consumes: ['text/csv'],
      querystring: ImportQuery,
      response: answers({ 200: ref(ImportReportJson) }, [413, 415, 422]),
    },
    handler: async (request) => {
      const bytes = bytesOf(request)
      return importOnce(request, noun, { bytes, dryRun: request.query.dryRun ?? false })
    },
  })
}

const bytesOf = ({ body }: FastifyRequest) => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const READING = `The body is the file itself, as \`text/csv\`: at most ${MOST_BYTES / 1_000_000} MB and ${MOST_LINES.toLocaleString('en')} lines, separated by commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. The first line names the columns, whatever their order; capitals, spaces and signs in the names do not matter, and unknown columns are ignored and told.

All of it is imported, or nothing: a file with mistakes is 422 \`import_refused\`, with the first hundred in \`errors\` (\`/lines/3/phoneNumber\` is line 3 of the file) and the number of all in \`problemCount\`. With \`dryRun=true\` nothing is saved, and the mistakes are in the answer. What is no CSV file is 415 or 422 \`not_csv\`, one without lines 422 \`file_empty\`, one beyond the limits 413 \`file_too_large\`. The same file a second time makes nothing new.`

const columnsOf = ({ columns }: ImportNoun) =>
  `Columns:\n\n${columns.map(({ name, says }) => `- \`${name}\`: ${says}`).join('\n')}`

export default imports
