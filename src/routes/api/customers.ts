// /api/customers
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { IdParams, ListOf, ref } from '../../schemas/common.ts'
import { Customer, CustomerInput, CustomerPatch, CustomerQuery } from '../../schemas/customers.ts'
import { OrderSummaryJson } from '../../schemas/order-json.ts'
import { OrderQuery } from '../../schemas/orders.ts'
import { answers, Nothing } from '../../schemas/problems.ts'
import { STAFF } from '../../schemas/roles.ts'
import {
  countCustomers,
  createCustomer,
  getCustomer,
  listCustomers,
  removeCustomer,
  restoreCustomer,
  updateCustomer,
} from '../../services/customers.ts'
import { listOrders } from '../../services/order-lists.ts'
import { countOrders } from '../../services/order-totals.ts'
import { orderSummaryJson } from './order-json.ts'
import { readingOf } from './reading.ts'
import { ifMatch, listAnswer, tagged } from './respond.ts'

const tags = ['Customers']
const config = { roles: STAFF }
const OrdersOfCustomer = Type.Omit(OrderQuery, ['customerId'], { additionalProperties: false })

const customers: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/customers', {
    config: { ...config, unchanged: true },
    schema: {
      tags,
      summary: 'List customers by name',
      operationId: 'listCustomers',
      querystring: CustomerQuery,
      response: answers({ 200: ListOf(ref(Customer)) }),
    },
    handler: async ({ query }, reply) => {
      const db = await app.db.forLists()
      const page = await listCustomers(db, query)
      const total = query.total ? await countCustomers(db, query) : undefined
      return listAnswer(reply, page, (customer) => customer, total)
    },
  })

  app.post('/api/customers', {
    config,
    schema: {
      tags,
      summary: 'Add a customer',
      operationId: 'createCustomer',
      body: ref(CustomerInput),
      response: answers({ 201: ref(Customer) }, [422]),
    },
    handler: async (request, reply) => {
      const customer = await request.once((change) => createCustomer(change, request.body))
      reply.code(201).header('location', `/api/customers/${customer.id}`)
      return tagged(reply, customer)
    },
  })

  app.get('/api/customers/:id', {
    config,
    schema: {
      tags,
      summary: 'Get a customer',
      operationId: 'getCustomer',
      params: IdParams,
      response: answers({ 200: ref(Customer) }, [404]),
    },
    handler: async ({ params }, reply) => tagged(reply, await getCustomer(app.db, params.id)),
  })

  app.put('/api/customers/:id', {
    config,
    schema: {
      tags,
      summary: 'Change a customer',
      operationId: 'updateCustomer',
      params: IdParams,
      body: ref(CustomerPatch),
      response: answers({ 200: ref(Customer) }, [404, 412, 422]),
    },
    handler: async (request, reply) => {
      const { params, body } = request
      const version = ifMatch(request)
      const work = request.change((change) => updateCustomer(change, params.id, body, version))
      return tagged(reply, await work)
    },
  })

  app.delete('/api/customers/:id', {
    config,
    schema: {
      tags,
      summary: 'Archive a customer',
      description: 'The customer leaves the lists and stays readable on orders.',
      operationId: 'deleteCustomer',
      params: IdParams,
      response: answers({ 204: Nothing }, [404, 412]),
    },
    handler: async (request, reply) => {
      const version = ifMatch(request)
      await request.change((change) => removeCustomer(change, request.params.id, version))
      return reply.code(204).send(null)
    },
  })

  app.post('/api/customers/:id/restore', {
    config,
    schema: {
      tags,
      summary: 'Bring an archived customer back',
      description: 'One who is not archived stays as they are.',
      operationId: 'restoreCustomer',
      params: IdParams,
      response: answers({ 200: ref(Customer) }, [404]),
    },
    handler: async (request, reply) =>
      tagged(reply, await request.once((change) => restoreCustomer(change, request.params.id))),
  })

  app.get('/api/customers/:id/orders', {
    config,
    schema: {
      tags,
      summary: "List a customer's orders",
      operationId: 'listCustomerOrders',
      params: IdParams,
      querystring: OrdersOfCustomer,
      response: answers({ 200: ListOf(ref(OrderSummaryJson)) }, [404]),
    },
    handler: async (request, reply) => {
      const { id } = await getCustomer(app.db, request.params.id)
      const query = { ...request.query, customerId: id }
      const db = await app.db.forLists()
      const page = await listOrders(db, query)
      const total = query.total ? await countOrders(db, query) : undefined
      const reading = await readingOf(request)
      return listAnswer(reply, page, (order) => orderSummaryJson(order, reading), total)
    },
  })
}

export default customers
