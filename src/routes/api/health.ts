// Health check for load balancers and monitoring.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Refusal } from '../../lib/errors/refusal.ts'
import { answers } from '../../schemas/problems/details.ts'
import { checkReadable, checkWritable } from '../../services/shared/health.ts'

const Health = Type.Object({
  status: Type.Literal('ok'),
  database: Type.Literal('ok'),
  engine: Type.String({ examples: ['sqlite'] }),
})

const UNREACHABLE = 'The database does not answer.'

const health: FastifyPluginAsyncTypebox = async (app) => {
  const check = async () => {
    await checkReadable(app.db).catch((cause: unknown) => {
      app.log.error({ err: cause }, 'the database does not answer')
      throw new Refusal('unavailable', 'database_unreachable', UNREACHABLE, { retryAfter: 5 })
    })
    await checkWritable(app.db)
    return { status: 'ok' as const, database: 'ok' as const, engine: app.db.engine }
  }
  const schema = { response: answers({ 200: Health }, [503]) }

  app.get('/api/health', {
    config: { permission: 'public' },
    schema: {
      ...schema,
      tags: ['Health'],
      summary: 'Is the service well',
      operationId: 'getHealth',
    },
    handler: check,
  })
  app.get('/healthz', {
    config: { permission: 'public' },
    schema: {
      ...schema,
      tags: ['Health'],
      summary: 'Is the service well, for load balancers',
      description: 'Counts for no limit of requests.',
      operationId: 'getHealthz',
    },
    handler: check,
  })
}

export default health
