// A customer's own order list: /orders.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { IdParams } from '../../../schemas/common.ts'
import { getOwnOrder, listOwnOrderRows } from '../../../services/orders/customer-view.ts'
import { pageBeyond } from '../beyond-last.ts'
import { pageQuery, urlOf } from '../queries.ts'

const config = { permission: 'account' } as const
const OwnQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 400 })) })

const ownOrders: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/orders', { config }, async (request, reply) => {
    const { cursor } = pageQuery(OwnQuery, request.query)
    const owner = ownerId(request)
    const db = await app.db.forLists()
    const page = await listOwnOrderRows(db, { limit: 20, ...(cursor && { cursor }) }, owner)
    return reply.page('orders/own/index', {
      title: 'Your orders',
      beyond: await pageBeyond(
        { cursor },
        page,
        () => listOwnOrderRows(db, { limit: 1 }, owner),
        () => '/orders',
      ),
      orders: page.rows,
      pager: {
        first: cursor ? '/orders' : null,
        next: page.nextCursor ? urlOf('/orders', { cursor: page.nextCursor }) : null,
      },
    })
  })

  app.get('/orders/:id', { config, schema: { params: IdParams } }, async (request, reply) => {
    const order = await getOwnOrder(app.db, request.params.id, ownerId(request))
    return reply.page('orders/own/show', { title: `Order ${order.number}`, order })
  })
}

/** An account without a customer sees no orders: none belongs to customer 0. */
const ownerId = (request: FastifyRequest) => request.viewer?.customerId ?? 0

export default ownOrders
