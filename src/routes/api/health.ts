// Is the service well: for load balancers, and for people who wonder.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { sql } from '../../db/sql.ts'
import { answers, problemAnswer } from '../../schemas/problems.ts'

const Health = Type.Object({
  status: Type.Literal('ok'),
  database: Type.Literal('ok'),
  engine: Type.String({ examples: ['sqlite'] }),
})

const health: FastifyPluginAsyncTypebox = async (app) => {
  const check = async () => {
    await app.db.get(sql`SELECT 1 AS ok`)
    return { status: 'ok' as const, database: 'ok' as const, engine: app.db.engine }
  }
  const schema = { response: answers({ 200: Health, 503: problemAnswer(503) as never }) }

  app.get('/api/health', {
    config: { roles: 'public' },
    schema: {
      ...schema,
      tags: ['Health'],
      summary: 'Is the service well',
      operationId: 'getHealth',
    },
    handler: check,
  })
  app.get('/healthz', {
    config: { roles: 'public' },
    schema: { ...schema, hide: true },
    handler: check,
  })
}

export default health
