// Is the service well: for load balancers, and for people who wonder.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { sql } from '../../db/sql.ts'
import { answers } from '../../schemas/problems.ts'
import { Refusal } from '../../services/refusal.ts'

const Health = Type.Object({
  status: Type.Literal('ok'),
  database: Type.Literal('ok'),
  engine: Type.String({ examples: ['sqlite'] }),
})

const UNREACHABLE = 'The database does not answer.'

const health: FastifyPluginAsyncTypebox = async (app) => {
  const check = async () => {
    await app.db.get(sql`SELECT 1 AS ok`).catch((cause: unknown) => {
      app.log.error({ err: cause }, 'the database does not answer')
      throw new Refusal('unavailable', 'database_unreachable', UNREACHABLE, { retryAfter: 5 })
    })
    return { status: 'ok' as const, database: 'ok' as const, engine: app.db.engine }
  }
  const schema = { response: answers({ 200: Health }, [503]) }

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
