// One customer's data of the API: handed out as one document, or erased.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { UserJson } from '../../../schemas/access/users.ts'
import { IdParams, ref } from '../../../schemas/common.ts'
import { EventJson } from '../../../schemas/events/json.ts'
import { OrderJson } from '../../../schemas/orders/json.ts'
import { Customer } from '../../../schemas/people/customers.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { eraseCustomer } from '../../../services/care/erase/index.ts'
import { exportCustomer } from '../../../services/care/export.ts'
import { orderJson } from '../orders/json.ts'
import { readingOf } from '../orders/reading.ts'
import { ifMatch, withETag } from '../respond.ts'

const tags = ['Customers']

const CustomerData = Type.Object({
  customer: ref(Customer),
  mergedRecords: Type.Array(ref(Customer), {
    description: 'Other records of the customer, which were merged into this one',
  }),
  accounts: Type.Array(ref(UserJson), { description: 'Accounts that sign in as this customer' }),
  orders: Type.Array(ref(OrderJson), {
    description: 'All orders, with items, payments and the addresses of photos',
  }),
  events: Type.Array(ref(EventJson), {
    description: 'What happened to all their records, orders and accounts',
  }),
})

const data: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/customers/:id/export', {
    config: { permission: 'customers.export' },
    schema: {
      tags,
      summary: 'Hand out everything that is stored of a customer',
      description:
        'One JSON document, as a download, with what came from records that were merged into this one.',
      operationId: 'exportCustomer',
      params: IdParams,
      response: answers({ 200: CustomerData }, [404]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const { orders, ...data } = await exportCustomer(app.db, id)
      const reading = await readingOf(request)
      reply.header('content-disposition', `attachment; filename="customer-${id}.json"`)
      return {
        ...data,
        orders: orders.map((order) => orderJson(order, reading)),
      }
    },
  })

  app.post('/api/customers/:id/erase', {
    config: { permission: 'customers.erase' },
    schema: {
      tags,
      summary: 'Erase what is known of a customer, for good',
      description:
        'Name, phone number, e-mail, address, notes and photos go, also from the history; amounts, numbers and items stay. Tracking links end, and the account is switched off. Open orders or a balance are 409 `customer_has_open_orders`. It cannot be undone.',
      operationId: 'eraseCustomer',
      params: IdParams,
      response: answers({ 200: ref(Customer) }, [404, 409, 412]),
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const version = ifMatch(request)
      return withETag(reply, await request.change((change) => eraseCustomer(change, id, version)))
    },
  })
}

export default data
