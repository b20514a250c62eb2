// Customer list page, and the page of one customer with orders and balance: /admin/customers.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { IdParams } from '../../../schemas/common.ts'
import { CustomerForm, CustomerQuery } from '../../../schemas/people/customers.ts'
import { can, viewerOf } from '../../../services/access/viewers.ts'
import { accountsOf } from '../../../services/care/claims/proofs.ts'
import { listOrderRows } from '../../../services/orders/lists/list.ts'
import { expectNoDuplicates } from '../../../services/people/customers/duplicates.ts'
import {
  type CustomerFigures,
  customerFigures,
  NO_FIGURES,
} from '../../../services/people/customers/figures.ts'
import {
  countCustomers,
  createCustomer,
  getCustomer,
  listCustomers,
} from '../../../services/people/customers/index.ts'
import { OWING_FILTER } from '../../../services/shared/owed.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { CUSTOMERS } from '../../shared/people.ts'
import { pageBeyond } from '../beyond-last.ts'
import { exportUrl } from '../exports/link.ts'
import { pageQuery, urlOf } from '../queries.ts'
import { personList } from './person/list.ts'
import { personRoutes } from './person/routes.ts'

const config = { permission: 'customers.read' } as const

/** Orders on the customer's page; the order list has the rest. */
const HISTORY = 20

const customers: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/customers', { config: { ...config, etag: true } }, async (request, reply) => {
    const query = pageQuery(CustomerQuery, request.query)
    const db = await app.db.forLists()
    const list = await listCustomers(db, query)
    const { rows, nextCursor } = list
    const total = await countCustomers(db, query)
    const figures = await customerFigures(
      db,
      rows.map(({ id }) => id),
    )
    const { locale } = await findSettings(db)
    const { cursor: _, ...others } = query
    const beyond = await pageBeyond(
      query,
      list,
      (page) => listCustomers(db, { ...others, page }),
      (page) => urlOf('/admin/customers', others, { page }),
    )
    const context = {
      title: 'Customers',
      list: personList('customer', query, { nextCursor, total, beyond }),
      csv: can(viewerOf(request), 'customers.export')
        ? exportUrl('/api/customers/export/csv', query, locale)
        : null,
      customers: rows.map((customer) => ({ ...customer, ...figuresOf(figures, customer.id) })),
    }
    return reply.page('people/customers/index', context, 'people/customers/_table')
  })

  app.get(
    '/admin/customers/:id',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const customer = await getCustomer(app.db, request.params.id)
      const figures = await customerFigures(app.db, [customer.id])
      const all = { customerId: customer.id }
      const history = await listOrderRows(app.db, { ...all, limit: HISTORY })
      return reply.page('people/customers/show', {
        title: customer.name,
        customer,
        mergedInto: customer.mergedInto ? await getCustomer(app.db, customer.mergedInto) : null,
        accounts: await accountsOf(app.db, customer.id),
        figures: figuresOf(figures, customer.id),
        orders: history.rows,
        hasMore: history.nextCursor !== null,
        links: {
          orders: urlOf('/admin/orders', all),
          owing: urlOf('/admin/orders', { ...all, ...OWING_FILTER }),
          newOrder: urlOf('/admin/orders/new', all),
        },
      })
    },
  )

  personRoutes(app, {
    ...CUSTOMERS,
    path: '/admin/customers',
    input: CustomerForm,
    create: async (change, input, known) => {
      await expectNoDuplicates(change, input, known)
      return createCustomer(change, input)
    },
  })
}

const figuresOf = (figures: Map<number, CustomerFigures>, id: number) =>
  figures.get(id) ?? NO_FIGURES

export default customers
