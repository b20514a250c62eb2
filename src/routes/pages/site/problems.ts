// Error code reference for API users, target of `type` in problem responses: /problems.
import { STATUS_CODES } from 'node:http'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { notFound } from '../../../lib/errors/refusal.ts'
import { PROBLEM_CODES, type ProblemCode, problemType } from '../../../schemas/problems/codes.ts'

const config = { permission: 'public' } as const
const CodeParams = Type.Object({ code: Type.String({ maxLength: 64, pattern: '^[a-z_]+$' }) })

const problems: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/problems', { config }, (_request, reply) =>
    reply.page('site/problems/index', {
      title: 'Problems of the API',
      problems: Object.entries(PROBLEM_CODES).map(problemContext),
    }),
  )

  app.get('/problems/:code', { config, schema: { params: CodeParams } }, async (request, reply) => {
    const { code } = request.params
    const known = Object.hasOwn(PROBLEM_CODES, code) ? PROBLEM_CODES[code] : undefined
    if (!known) throw notFound('problem')
    return reply.page('site/problems/show', { title: code, problem: problemContext([code, known]) })
  })
}

const problemContext = ([code, { statuses, means, remedy }]: [string, ProblemCode]) => ({
  code,
  href: problemType(code),
  statuses: statuses.map((status) => `${status} ${STATUS_CODES[status]}`).join(', '),
  means: plain(means),
  remedy: plain(remedy),
})

/** Backticks around field names are Markdown for the OpenAPI document. */
const plain = (text: string) => text.replaceAll('`', '')

export default problems
