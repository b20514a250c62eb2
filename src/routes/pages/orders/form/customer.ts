// Customer field of the order form: search by digits or letters, or enter a new customer.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Reader } from '../../../../db/database.ts'
import { phoneDigits } from '../../../../lib/text/normalize.ts'
import type { Duplicate } from '../../../../schemas/people/customers.ts'
import { findCustomer, listCustomers } from '../../../../services/people/customers/index.ts'
import type { CustomerChoices } from '../../../../views/contexts/orders/form.ts'
import { type ByField, type Form, valuesOf } from '../../forms.ts'

const MOST = 6

const orderCustomer: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/orders/customers',
    { config: { permission: 'orders.write' } },
    async (request, reply) => {
      const values = valuesOf(request.query as Form)
      const choices = await customerChoices(app.db, values)
      const context = { title: 'Choose a customer', values, errors: null, ...choices }
      return reply.page('orders/form/customer', context, 'orders/form/_customer-choices')
    },
  )
}

/** Customers to choose from: the chosen one first, then the search results. */
export async function customerChoices(
  db: Reader,
  values: ByField,
  duplicates: readonly Duplicate[] = [],
): Promise<CustomerChoices> {
  const search = values.customerSearch?.trim() ?? ''
  const chosen = /^\d{1,15}$/.test(values.customerId ?? '')
    ? await findCustomer(db, Number(values.customerId))
    : undefined
  const matches = search ? (await listCustomers(db, { search, limit: MOST })).rows : []
  const known = await Promise.all(duplicates.map(({ id }) => findCustomer(db, id)))
  const all = [chosen, ...known, ...matches].filter((customer) => customer !== undefined)
  const customers = [...new Map(all.map((customer) => [customer.id, customer])).values()]
  const shown = duplicates.map(({ id }) => id).join(' ')
  const knownDuplicates = [values.knownDuplicates, shown].filter(Boolean).join(' ')
  return {
    customers,
    search,
    newCustomer: newCustomer(values, search),
    knownDuplicates,
  }
}

/** The typed name and phone; an unchanged earlier suggestion is replaced by the current search. */
function newCustomer(values: ByField, search: string): CustomerChoices['newCustomer'] {
  const [before, now] = [suggestion(values.customerSuggested ?? ''), suggestion(search)]
  const { 'customer.name': name = '', 'customer.phoneNumber': phoneNumber = '' } = values
  const isTyped = (text: string, suggested: string) => text !== '' && text !== suggested
  return {
    name: isTyped(name, before.name) ? name : now.name,
    phoneNumber: isTyped(phoneNumber, before.phoneNumber) ? phoneNumber : now.phoneNumber,
  }
}

/** Digits are a phone number, anything else is a name. */
function suggestion(search: string): CustomerChoices['newCustomer'] {
  const isPhone = phoneDigits(search).length >= 2 && !/\p{L}/u.test(search)
  return { name: isPhone ? '' : search, phoneNumber: isPhone ? search : '' }
}

export default orderCustomer
