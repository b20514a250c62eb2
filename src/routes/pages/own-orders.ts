// /orders: a customer's own orders, to read.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { IdParams } from '../../schemas/common.ts'
import { SIGNED_IN } from '../../schemas/roles.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { getOrder } from '../../services/orders.ts'
import { pageQuery, urlOf } from './queries.ts'

const config = { roles: SIGNED_IN }
const OwnQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 400 })) })

const ownOrders: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/orders', { config }, async (request, reply) => {
    const { cursor } = pageQuery(OwnQuery, request.query)
    const owner = ownerId(request)
    const db = await app.db.forLists()
    const page = await listOrderRows(db, {
      customerId: owner,
      limit: 20,
      ...(cursor && { cursor }),
    })
    return reply.page('own-orders/index', {
      title: 'Your orders',
      orders: page.rows,
      pager: {
        first: cursor ? '/orders' : null,
        next: page.nextCursor ? urlOf('/orders', { cursor: page.nextCursor }) : null,
      },
    })
  })

  app.get('/orders/:id', { config, schema: { params: IdParams } }, async (request, reply) => {
    const order = await getOrder(app.db, request.params.id, ownerId(request))
    return reply.page('own-orders/show', { title: `Order ${order.number}`, order })
  })
}

/** No order belongs to customer 0, so an account that belongs to no customer sees none. */
const ownerId = (request: FastifyRequest) => request.viewer?.customerId ?? 0

export default ownOrders
