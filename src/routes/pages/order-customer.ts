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
  return { customers, search, newCustomer: newCustomer(values, search) }
}

interface NewCustomer {
  name: string
  phoneNumber: string
}

/** What was typed into the fields; where they only held the last suggestion, what is searched for now. */
function newCustomer(values: ByField, search: string): NewCustomer {
  const [before, now] = [suggestion(values.customerSuggested ?? ''), suggestion(search)]
  const { 'customer.name': name = '', 'customer.phoneNumber': phoneNumber = '' } = values
  const isTyped = (text: string, suggested: string) => text !== '' && text !== suggested
  return {
    name: isTyped(name, before.name) ? name : now.name,
    phoneNumber: isTyped(phoneNumber, before.phoneNumber) ? phoneNumber : now.phoneNumber,
  }
}

/** Digits are the beginning of a phone number, anything else of a name. */
function suggestion(search: string): NewCustomer {
  const isPhone = digits(search).length >= 2 && !/\p{L}/u.test(search)
  return { name: isPhone ? '' : search, phoneNumber: isPhone ? search : '' }
}

export default orderCustomer
