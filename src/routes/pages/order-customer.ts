// Choosing the customer inside the order form: found by a few digits or letters, or entered in place.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Reader } from '../../db/database.ts'
import type { Customer } from '../../schemas/customers.ts'
import { STAFF } from '../../schemas/roles.ts'
import { findCustomer, listCustomers } from '../../services/customers.ts'
import { digits } from '../../services/text.ts'
import type { ByField } from './forms.ts'

const MOST = 6

const orderCustomer: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders/customers', { config: { roles: STAFF } }, async (request, reply) => {
    const values = Object.assign(Object.create(null), request.query)
    const choices = await customerChoices(app.db, values)
    const context = { title: 'Choose a customer', values, errors: null, ...choices }
    return reply.page('orders/customer', context, 'orders/_customer-choices')
  })
}

/** The customers to choose from: the chosen one first, then what the search finds. */
export async function customerChoices(db: Reader, values: ByField) {
  const search = values.customerSearch?.trim() ?? ''
  const chosen = /^\d{1,15}$/.test(values.customerId ?? '')
    ? await findCustomer(db, Number(values.customerId))
    : undefined
  const found = search ? (await listCustomers(db, { search, limit: MOST })).rows : []
  const customers: Customer[] = [
    ...(chosen ? [chosen] : []),
    ...found.filter(({ id }) => id !== chosen?.id),
  ]
  const isPhone = digits(search).length >= 2 && !/\p{L}/u.test(search)
  return {
    customers,
    search,
    suggested: { name: isPhone ? '' : search, phoneNumber: isPhone ? search : '' },
  }
}

export default orderCustomer
