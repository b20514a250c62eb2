// Creating and revoking the tracking link of an order: /api/orders/{id}/tracking-link.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { linkTo } from '../../../../plugins/requests/origin.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { answers, Nothing } from '../../../../schemas/problems/details.ts'
import {
  renewTrackingLink,
  revokeTrackingLink,
} from '../../../../services/orders/tracking/links.ts'

const tags = ['Tracking']
const PATH = '/api/orders/:id/tracking-link'

const trackingLink: FastifyPluginAsyncTypebox = async (app) => {
  app.post(PATH, {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: 'Make a new tracking link',
      description: 'The one before leads nowhere from now on, also when it was withdrawn.',
      operationId: 'renewTrackingLink',
      params: IdParams,
      response: answers(
        {
          201: Type.Object({
            trackingToken: Type.String(),
            url: Type.String({ description: 'The page for the customer' }),
          }),
        },
        [404, 409],
      ),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const trackingToken = await request.once((change) => renewTrackingLink(change, id))
      const url = await linkTo(request, `/track-order/${trackingToken}`)
      return reply.code(201).send({ trackingToken, url })
    },
  })

  app.delete(PATH, {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: 'Withdraw the tracking link',
      description: 'It leads nowhere from now on, and the order has none until you make a new one.',
      operationId: 'revokeTrackingLink',
      params: IdParams,
      response: answers({ 204: Nothing }, [404]),
    },
    handler: async (request, reply) => {
      await request.change((change) => revokeTrackingLink(change, request.params.id))
      return reply.code(204).send(null)
    },
  })
}

export default trackingLink
