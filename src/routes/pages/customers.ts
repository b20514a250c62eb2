// /admin/customers: the list, and one customer with what they ordered and owe.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams } from '../../schemas/common.ts'
import { CustomerInput, CustomerQuery } from '../../schemas/customers.ts'
import { STAFF } from '../../schemas/roles.ts'
import {
  type CustomerFigures,
  countCustomers,
  createCustomer,
  customerFigures,
  getCustomer,
  listCustomers,
  NO_FIGURES,
  removeCustomer,
  restoreCustomer,
  updateCustomer,
} from '../../services/customers.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { findSettings } from '../../services/settings.ts'
import { exportUrl } from './export-link.ts'
import { personList } from './person-list.ts'
import { personRoutes } from './person-routes.ts'
import { pageQuery, urlOf } from './queries.ts'

const config = { roles: STAFF }

/** As many orders as one look takes in; the rest is in the list of orders. */
const HISTORY = 20

const customers: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/customers',
    { config: { ...config, unchanged: true } },
    async (request, reply) => {
      const query = pageQuery(CustomerQuery, request.query)
      const db = await app.db.forLists()
      const { rows, nextCursor } = await listCustomers(db, query)
      const total = await countCustomers(db, query)
      const figures = await customerFigures(
        db,
        rows.map(({ id }) => id),
      )
      const { locale } = await findSettings(db)
      const context = {
        title: 'Customers',
        list: personList('customer', query, { nextCursor, total }),
        csv: exportUrl('/api/customers/export/csv', query, locale),
        customers: rows.map((customer) => ({ ...customer, ...figuresOf(figures, customer.id) })),
      }
      return reply.page('customers/index', context, 'customers/_table')
    },
  )

  app.get(
    '/admin/customers/:id',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const customer = await getCustomer(app.db, request.params.id)
      const figures = await customerFigures(app.db, [customer.id])
      const all = { customerId: customer.id }
      const history = await listOrderRows(app.db, { ...all, limit: HISTORY })
      return reply.page('customers/show', {
        title: customer.name,
        customer,
        figures: figuresOf(figures, customer.id),
        orders: history.rows,
        hasMore: history.nextCursor !== null,
        links: {
          orders: urlOf('/admin/orders', all),
          owing: urlOf('/admin/orders', { ...all, paymentStatus: 'unpaid,partial' }),
          newOrder: urlOf('/admin/orders/new', all),
        },
      })
    },
  )

  personRoutes(app, {
    word: 'customer',
    path: '/admin/customers',
    input: CustomerInput,
    get: getCustomer,
    create: createCustomer,
    update: updateCustomer,
    remove: removeCustomer,
    restore: restoreCustomer,
  })
}

const figuresOf = (figures: Map<number, CustomerFigures>, id: number) =>
  figures.get(id) ?? NO_FIGURES

export default customers
