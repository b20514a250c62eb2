// Customers of the API: /api/customers.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { IdParams, ListOf, ref } from '../../../schemas/common.ts'
import { OrderQuery } from '../../../schemas/orders/index.ts'
import { OrderSummaryJson } from '../../../schemas/orders/json.ts'
import {
  Customer,
  CustomerDetail,
  CustomerInput,
  CustomerPatch,
  CustomerQuery,
  NewCustomer,
  NewCustomerQuery,
} from '../../../schemas/people/customers.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { listOrders } from '../../../services/orders/lists/list.ts'
import { countOrders } from '../../../services/orders/lists/totals.ts'
import { addCustomer } from '../../../services/people/customers/duplicates.ts'
import { customerFigures, NO_FIGURES } from '../../../services/people/customers/figures.ts'
import { getCustomer } from '../../../services/people/customers/index.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { CUSTOMERS } from '../../shared/people.ts'
import { orderSummaryJson } from '../orders/json.ts'
import { readingOf } from '../orders/reading.ts'
import { listAnswer } from '../respond.ts'
import { personRoutes } from './person.ts'

const tags = ['Customers']
const config = { permission: 'orders.read' } as const
const OrdersOfCustomer = Type.Omit(OrderQuery, ['customerId'], { additionalProperties: false })

const customers: FastifyPluginAsyncTypebox = async (app) => {
  personRoutes(app, {
    ...CUSTOMERS,
    one: 'a customer',
    staysOn: 'readable on orders',
    person: Customer,
    detail: { shape: CustomerDetail, read: customerDetail },
    entry: {
      shape: NewCustomer,
      query: NewCustomerQuery,
      problems: [409],
      add: addCustomer,
    },
    query: CustomerQuery,
    input: CustomerInput,
    patch: CustomerPatch,
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

async function customerDetail(db: Reader, customer: Customer) {
  const { currency } = await findSettings(db)
  const figures = (await customerFigures(db, [customer.id])).get(customer.id) ?? NO_FIGURES
  return {
    ...customer,
    balance: formatAmount(figures.balance, currency),
    totalSpent: formatAmount(figures.spent, currency),
    orderCount: figures.orders,
  }
}

export default customers
