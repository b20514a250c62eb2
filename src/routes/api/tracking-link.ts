// /api/orders/{id}/tracking-link: a new link for the customer, or none any more.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { linkTo } from '../../plugins/origin.ts'
import { IdParams } from '../../schemas/common.ts'
import { answers, Nothing } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import { renewTrackingLink, revokeTrackingLink } from '../../services/tracking-links.ts'

const tags = ['Tracking']
const PATH = '/api/orders/:id/tracking-link'

const trackingLink: FastifyPluginAsyncTypebox = async (app) => {
  app.post(PATH, {
    config: { roles: STAFF },
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
      const url = linkTo(request, `/track-order/${trackingToken}`)
      return reply.code(201).send({ trackingToken, url })
    },
  })

  app.delete(PATH, {
    config: { roles: STAFF },
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
