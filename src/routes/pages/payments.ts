// /admin/money/payments: the payments of all orders, by filter.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { PAYMENT_KINDS, PAYMENT_METHODS } from '../../schemas/order-status.ts'
import { PaymentQuery } from '../../schemas/payment-lists.ts'
import { STAFF } from '../../schemas/roles.ts'
import { listLedger, totalLedger } from '../../services/payment-list.ts'
import { findSettings } from '../../services/settings.ts'
import { exportUrl } from './export-link.ts'
import { pageQuery, urlOf } from './queries.ts'

const PATH = '/admin/money/payments'

const payments: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: STAFF, unchanged: true } }, async (request, reply) => {
    const query = pageQuery(PaymentQuery, request.query)
    const { cursor, page, limit, total, ...filter } = query
    const db = await app.db.forLists()
    const { rows, nextCursor } = await listLedger(db, query)
    const { locale } = await findSettings(db)
    const isFiltered = Object.keys(filter).length > 0
    return reply.page(
      'money/payments',
      {
        title: 'Payments',
        payments: rows,
        // Only of a time that somebody chose: all payments there ever were may be a million.
        totals: filter.from ? await totalLedger(db, filter) : null,
        filter: Object.assign(Object.create(null), filter),
        isFiltered,
        kinds: PAYMENT_KINDS,
        methods: PAYMENT_METHODS,
        pager: {
          first: cursor ? urlOf(PATH, filter) : null,
          next: nextCursor ? urlOf(PATH, { ...filter, cursor: nextCursor }) : null,
          csv: exportUrl('/api/payments/export/csv', filter, locale),
        },
      },
      'money/_payments',
    )
  })
}

export default payments
