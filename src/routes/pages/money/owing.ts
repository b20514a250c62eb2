// Balance list page: customers who owe money, with their orders and phone numbers: /admin/money.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { OwingQuery } from '../../../schemas/money/payments.ts'
import { listOwing, totalOwing } from '../../../services/money/owing.ts'
import { OWING_FILTER } from '../../../services/shared/owed.ts'
import { pageBeyond } from '../beyond-last.ts'
import { pageQuery, urlOf } from '../queries.ts'

const PATH = '/admin/money'

const owing: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'reports.money', etag: true } }, async (request, reply) => {
    const query = pageQuery(OwingQuery, request.query)
    const { sort = '-balance' } = query
    const db = await app.db.forLists()
    const list = await listOwing(db, query)
    const { rows, nextCursor } = list
    const { cursor: _, ...others } = query
    const here = { sort: sort === '-balance' ? null : sort }
    return reply.page('money/owing', {
      title: 'Balances',
      owing: rows.map((row) => ({ ...row, orders: ordersOf(row.customerId, row.orders) })),
      beyond: await pageBeyond(
        query,
        list,
        (page) => listOwing(db, { ...others, page }),
        (page) => urlOf(PATH, others, { page }),
      ),
      totals: await totalOwing(db),
      all: urlOf('/admin/orders', OWING_FILTER),
      sorts: [
        { label: 'Largest balance', href: PATH, current: sort === '-balance' },
        {
          label: 'Oldest',
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

const ordersOf = (customerId: number, count: number) => ({
  count,
  href: urlOf('/admin/orders', { customerId, ...OWING_FILTER }),
})

export default owing
