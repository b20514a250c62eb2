// Integrity check of amounts, ledger and event log: /api/integrity.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IntegrityJson } from '../../../schemas/audit/integrity.ts'
import { ref } from '../../../schemas/common.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { checkIntegrity } from '../../../services/audit/integrity.ts'

const integrity: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/integrity', {
    config: { permission: 'system.read' },
    schema: {
      tags: ['Health'],
      summary: 'Check records',
      description:
        'Reads everything once, while the shop goes on: every event is as it was hashed and follows the one before it; the amounts of every order follow from its lines, discounts and tax; what is paid follows from the ledger; no order number is missing; the file is sound. It takes about a minute for a million orders. Who asks while a check runs gets the same answer.',
      operationId: 'checkIntegrity',
      response: answers({ 200: ref(IntegrityJson) }),
    },
    handler: () => checkIntegrity(app.db),
  })
}

export default integrity
