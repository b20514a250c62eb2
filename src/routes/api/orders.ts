// /api/orders
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { IdParams, ListOf, ref } from '../../schemas/common.ts'
import { EventJson } from '../../schemas/events.ts'
import { OrderJson, OrderSummaryJson } from '../../schemas/order-json.ts'
import { OrderInput, OrderPatch, OrderQuery } from '../../schemas/orders.ts'
import { answers, Nothing } from '../../schemas/problems.ts'
import { SIGNED_IN, STAFF } from '../../schemas/roles.ts'
import { listEventsOf } from '../../services/events.ts'
import { archiveOrder, restoreOrder } from '../../services/order-archive.ts'
import { updateOrder } from '../../services/order-edit.ts'
import { createOrder } from '../../services/order-entry.ts'
import { listOrders } from '../../services/order-lists.ts'
import { countOrders } from '../../services/order-totals.ts'
import { getOrder } from '../../services/orders.ts'
import { orderJson, orderSummaryJson } from './order-json.ts'
import { ownerOf, readingOf } from './reading.ts'
import { ifMatch, listAnswer, tagged } from './respond.ts'

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
    config: { roles: SIGNED_IN, unchanged: true },
    schema: {
      ...list('listOrders', 'List orders'),
      description:
        'Staff sees all orders, a customer their own. The newest come first unless `sort` says otherwise.',
    },
    handler: (request, reply) => answerList(request as never, reply),
  })

  app.get('/api/orders/admin', {
    config: { roles: STAFF, unchanged: true },
    schema: list('listOrdersAdmin', 'List orders (another name of /api/orders, for staff)'),
    handler: (request, reply) => answerList(request as never, reply),
  })

  app.post('/api/orders', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'Take an order',
      description:
        'The server numbers the order and counts its total. Give a `customerId` or a new `customer`. A `deposit` above the total is 409 `exceeds_balance`; then nothing is saved.',
      operationId: 'createOrder',
      body: ref(OrderInput),
      response: answers({ 201: ref(OrderJson) }, [409, 422]),
    },
    handler: async (request, reply) => {
      const order = await request.once((change) => createOrder(change, request.body, 'api'))
      reply.code(201).header('location', `/api/orders/${order.id}`)
      return tagged(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.get('/api/orders/:id', {
    config: { roles: SIGNED_IN },
    schema: {
      tags,
      summary: 'Get an order with its items, photos and payments',
      operationId: 'getOrder',
      params: IdParams,
      response: answers({ 200: ref(OrderJson) }, [404]),
    },
    handler: async (request, reply) => {
      const order = await getOrder(app.db, request.params.id, ownerOf(request))
      return tagged(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.put('/api/orders/:id', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'Change an order',
      description:
        'Its status and its payments have addresses of their own. A total below what was paid is 409 `total_below_paid`: record a refund first.',
      operationId: 'updateOrder',
      params: IdParams,
      body: ref(OrderPatch),
      response: answers({ 200: ref(OrderJson) }, [404, 409, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const base = { version: ifMatch(request) }
      const order = await request.change((change) => updateOrder(change, params.id, body, base))
      return tagged(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.delete('/api/orders/:id', {
    config: { roles: STAFF },
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
    config: { roles: STAFF },
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
      return tagged(reply, orderJson(order, await readingOf(request)))
    },
  })

  app.get('/api/orders/:id/events', {
    config: { roles: STAFF },
    schema: {
      tags,
      summary: 'What happened to an order, newest first',
      description: 'The latest 200 events.',
      operationId: 'listOrderEvents',
      params: IdParams,
      response: answers({ 200: Type.Object({ data: Type.Array(ref(EventJson)) }) }, [404]),
    },
    handler: async ({ params }) => {
      const { id } = await getOrder(app.db, params.id)
      return { data: await listEventsOf(app.db, 'order', id) }
    },
  })

  async function answerList(
    request: FastifyRequest<{ Querystring: OrderQuery }>,
    reply: FastifyReply,
  ) {
    const query = ownFilter(request.query, ownerOf(request))
    const db = await app.db.forLists()
    const page = await listOrders(db, query)
    const total = query.total ? await countOrders(db, query) : undefined
    const reading = await readingOf(request)
    return listAnswer(reply, page, (order) => orderSummaryJson(order, reading), total)
  }
}

/** A customer who asks for somebody else's orders gets none: there is no customer 0. */
function ownFilter(query: OrderQuery, owner: number | undefined): OrderQuery {
  if (owner === undefined) return query
  const { customerId = owner } = query
  return { ...query, customerId: customerId === owner ? owner : 0 }
}

export default orders
