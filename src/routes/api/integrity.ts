// /api/integrity: do the books add up, and has nobody changed the past?
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ref } from '../../schemas/common.ts'
import { IntegrityJson } from '../../schemas/integrity.ts'
import { answers } from '../../schemas/problems.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { checkIntegrity } from '../../services/integrity.ts'

const integrity: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/integrity', {
    config: { roles: ADMIN },
    schema: {
      tags: ['Health'],
      summary: 'Check the books',
      description:
        'Reads everything once, while the shop goes on: every event is as it was hashed and follows the one before it; the amounts of every order follow from its lines, discounts and tax; what is paid follows from the ledger; no order number is missing; the file is sound. It takes about a minute for a million orders. Who asks while a check runs gets the same answer.',
      operationId: 'checkIntegrity',
      response: answers({ 200: ref(IntegrityJson) }),
    },
    handler: async () => ({ ...(await checkIntegrity(app.db)) }) as never,
  })
}

export default integrity
