// Payment list page for all orders, with filters: /admin/money/payments.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dictionary } from '../../../lib/dictionary.ts'
import { PaymentQuery } from '../../../schemas/money/payments.ts'
import { PAYMENT_KINDS } from '../../../schemas/orders/status.ts'
import { PAYMENT_METHODS } from '../../../schemas/shop/payment-methods.ts'
import { can, viewerOf } from '../../../services/access/viewers.ts'
import { listLedger, totalLedger } from '../../../services/money/payments.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import { pageBeyond } from '../beyond-last.ts'
import { exportUrl } from '../exports/link.ts'
import { pageQuery, urlOf } from '../queries.ts'

const PATH = '/admin/money/payments'

const payments: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'reports.money', etag: true } }, async (request, reply) => {
    const query = pageQuery(PaymentQuery, request.query)
    const { cursor, page, limit, total, ...filter } = query
    const db = await app.db.forLists()
    const list = await listLedger(db, query)
    const { rows, nextCursor } = list
    const { locale } = await findSettings(db)
    const isFiltered = Object.keys(filter).length > 0
    return reply.page(
      'money/payments',
      {
        title: 'Payments',
        payments: rows,
        beyond: await pageBeyond(
          query,
          list,
          (one) => listLedger(db, { ...filter, ...(limit && { limit }), page: one }),
          (one) => urlOf(PATH, filter, { limit, page: one }),
        ),
        // Only for a period: summing a million payments on each visit is too slow.
        totals: filter.from ? await totalLedger(db, filter) : null,
        filter: dictionary(filter),
        isFiltered,
        kinds: PAYMENT_KINDS,
        methods: PAYMENT_METHODS,
        pager: {
          first: cursor ? urlOf(PATH, filter) : null,
          next: nextCursor ? urlOf(PATH, { ...filter, cursor: nextCursor }) : null,
          csv: can(viewerOf(request), 'payments.export')
            ? exportUrl('/api/payments/export/csv', filter, locale)
            : null,
        },
      },
      'money/_payments',
    )
  })
}

export default payments
