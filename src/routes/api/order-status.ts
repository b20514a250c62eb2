// /api/orders/{id}/status
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams, ref } from '../../schemas/common.ts'
import { OrderJson } from '../../schemas/order-json.ts'
import { StatusInput } from '../../schemas/orders.ts'
import { answers } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { setOrderStatus } from '../../services/order-status.ts'
import { orderJson } from './order-json.ts'
import { readingOf } from './reading.ts'
import { ifMatch, tagged } from './respond.ts'

const orderStatus: FastifyPluginAsyncTypebox = async (app) => {
  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/api/orders/:id/status',
      config: { roles: STAFF },
      schema: {
        tags: ['Orders'],
        summary: 'Move an order, or settle what is owed',
        description:
          'An illegal move is 409 with the legal ones in `allowed`. The same status again changes nothing.',
        operationId: method === 'PUT' ? 'putOrderStatus' : 'patchOrderStatus',
        params: IdParams,
        body: ref(StatusInput),
        response: answers({ 200: ref(OrderJson) }, [404, 409, 412, 422]),
      },
      handler: async (request, reply) => {
        const { params, body } = request
        const version = ifMatch(request)
        const order = await request.change((change) =>
          setOrderStatus(change, params.id, body, version),
        )
        return tagged(reply, orderJson(order, await readingOf(request)))
      },
    })
  }
}

export default orderStatus
