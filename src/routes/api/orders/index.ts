// Orders of the API: /api/orders.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams, ListOf, PartQuery, ref } from '../../../schemas/common.ts'
import { EventJson } from '../../../schemas/events/json.ts'
import { OrderQuery, OrderUpdate } from '../../../schemas/orders/index.ts'
import { OrderJson, OrderSummaryJson } from '../../../schemas/orders/json.ts'
import { answers, Nothing } from '../../../schemas/problems/details.ts'
import { archiveOrder, restoreOrder } from '../../../services/orders/archive.ts'
import {
  expectOwnQuery,
  ownFilter,
  readOrder,
  readOrders,
} from '../../../services/orders/customer-view.ts'
import { countOrders } from '../../../services/orders/lists/totals.ts'
import { pageEvents } from '../../../services/orders/parts.ts'
import { changeOrder } from '../../../services/orders/update.ts'
import { ifMatch, listAnswer, withETag } from '../respond.ts'
import { orderJson, orderSummaryJson } from './json.ts'
import { ownerOf, readingOf } from './reading.ts'

const tags = ['Orders']

const orders: FastifyPluginAsyncTypebox = async (app) => {
  const list = (operationId: string, summary: string) => ({
    tags,
    summary,
    operationId,
    querystring: OrderQuery,
    response: answers({ 200: ListOf(ref(OrderSummaryJson)) }),
  })

  app.get('/api/orders', {
    config: { permission: 'orders.read', alsoFor: ['customer'], etag: true },
    schema: {
      ...list('listOrders', 'List orders'),
      description:
        'Staff sees all orders, a customer their own. The newest come first unless `sort` says otherwise.',
    },
    handler: (request, reply) => answerList(request, reply),
  })

  app.get('/api/orders/admin', {
    config: { permission: 'orders.read', etag: true },
    schema: list('listOrdersAdmin', 'List orders (another name of /api/orders, for staff)'),
    handler: (request, reply) => answerList(request, reply),
  })

  app.get('/api/orders/:id', {
    config: { permission: 'orders.read', alsoFor: ['customer'] },
    schema: {
      tags,
      summary: 'Get an order with its items, photos and payments',
      operationId: 'getOrder',
      params: IdParams,
      response: answers({ 200: ref(OrderJson) }, [404]),
    },
    handler: async (request, reply) => {
      const order = await readOrder(app.db, request.params.id, ownerOf(request))
      return withETag(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.put('/api/orders/:id', {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: 'Change an order',
      description:
        '`status` moves it as `PUT /api/orders/{id}/status` does: all of it is done, or nothing. Payments have an address of their own. A total below what was paid is 409 `total_below_paid`: record a refund first.',
      operationId: 'updateOrder',
      params: IdParams,
      body: ref(OrderUpdate),
      response: answers({ 200: ref(OrderJson) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const order = await request.change((change) => changeOrder(change, params.id, body, version))
      return withETag(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.delete('/api/orders/:id', {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: 'Archive an order',
      description: 'The order leaves the lists; its history and its payments stay.',
      operationId: 'deleteOrder',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => archiveOrder(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/orders/:id/restore', {
    config: { permission: 'orders.write' },
    schema: {
      tags,
      summary: 'Bring an archived order back',
      description: 'One that is not archived stays as it is.',
      operationId: 'restoreOrder',
      params: IdParams,
      response: answers({ 200: ref(OrderJson) }, [404]),
    },
    handler: async (request, reply) => {
      const order = await request.once((change) => restoreOrder(change, request.params.id))
      return withETag(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.get('/api/orders/:id/events', {
    config: { permission: 'orders.read' },
    schema: {
      tags,
      summary: 'What happened to an order, newest first',
      operationId: 'listOrderEvents',
      params: IdParams,
      querystring: PartQuery,
      response: answers({ 200: ListOf(ref(EventJson)) }, [404]),
    },
    handler: async (request, reply) => {
      const { page, total } = await pageEvents(app.db, request.params.id, request.query)
      return listAnswer(reply, page, (event) => event, total)
    },
  })

  async function answerList(
    request: FastifyRequest<{ Querystring: OrderQuery }>,
    reply: FastifyReply,
  ) {
    const { query } = request
    const owner = ownerOf(request)
    expectOwnQuery(query, owner)
    const db = await app.db.forLists()
    const page = await readOrders(db, query, owner)
    const total = query.total ? await countOrders(db, ownFilter(query, owner)) : undefined
    const reading = await readingOf(request)
    return listAnswer(reply, page, (order) => orderSummaryJson(order, reading), total)
  }
}

export default orders
