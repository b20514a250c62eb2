// /admin/money: who owes what, with the way to their orders and to their phone.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { OwingQuery } from '../../schemas/payment-lists.ts'
import { STAFF } from '../../schemas/roles.ts'
import { listOwing, OWING_FILTER, totalOwing } from '../../services/owing.ts'
import { pageQuery, urlOf } from './queries.ts'

const PATH = '/admin/money'

const owing: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: STAFF, unchanged: true } }, async (request, reply) => {
    const query = pageQuery(OwingQuery, request.query)
    const { sort = '-balance' } = query
    const db = await app.db.forLists()
    const { rows, nextCursor } = await listOwing(db, query)
    const here = { sort: sort === '-balance' ? null : sort }
    return reply.page('money/owing', {
      title: 'Who owes what',
      owing: rows.map((row) => ({ ...row, orders: ordersOf(row.customerId, row.orders) })),
      totals: await totalOwing(db),
      all: urlOf('/admin/orders', OWING_FILTER),
      sorts: [
        { label: 'Most first', href: PATH, current: sort === '-balance' },
        {
          label: 'Due longest',
          href: urlOf(PATH, { sort: 'oldestDue' }),
          current: sort === 'oldestDue',
        },
      ],
      pager: {
        first: query.cursor ? urlOf(PATH, here) : null,
        next: nextCursor ? urlOf(PATH, { ...here, cursor: nextCursor }) : null,
      },
    })
  })
}

/** How many orders, and the list of just these. */
const ordersOf = (customerId: number, count: number) => ({
  count,
  href: urlOf('/admin/orders', { customerId, ...OWING_FILTER }),
})

export default owing
