// Order list page with filters, and the page of one order: /admin/orders.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { dictionary } from '../../../../lib/dictionary.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { OrderQuery } from '../../../../schemas/orders/index.ts'
import { OrderStatus } from '../../../../schemas/orders/status.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { archiveOrder, restoreOrder } from '../../../../services/orders/archive.ts'
import { listOrderRows } from '../../../../services/orders/lists/list.ts'
import { totalOrders } from '../../../../services/orders/lists/totals.ts'
import { findCustomer } from '../../../../services/people/customers/index.ts'
import { listCurrentEmployees } from '../../../../services/people/employees/index.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { formatsFor } from '../../../../views/helpers/formats.ts'
import { exportUrl } from '../../exports/link.ts'
import { latestUndo } from '../../history/latest-undo.ts'
import { pageQuery } from '../../queries.ts'
import { answerOrder } from '../detail.ts'
import { emptyOrders, listUrl, orderChips, orderPager, orderTabs, summaryOf } from './list.ts'

const reading = { permission: 'orders.read' } as const
const writing = { permission: 'orders.write' } as const

/** Requested status: the page shows what prevents the move. */
const MoveQuery = Type.Object({ move: Type.Optional(OrderStatus) }, { additionalProperties: false })

const orders: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders', { config: { ...reading, etag: true } }, async (request, reply) => {
    const query = pageQuery(OrderQuery, request.query)
    const db = await app.db.forLists()
    const list = await listOrderRows(db, query)
    const { rows, nextCursor } = list
    const totals = await totalOrders(db, query)
    const employees = await listCurrentEmployees(db)
    const { customerId } = query
    const customer = customerId ? await findCustomer(db, customerId) : undefined
    const shop = await findSettings(db)
    const fmt = formatsFor(shop)
    // The filter form sends blank fields too; the address bar shows only chosen values, each once.
    const url = listUrl(query)
    const isHere = String(request.headers['hx-current-url'] ?? '').endsWith(url)
    reply.header('hx-push-url', isHere ? 'false' : url)
    return reply.page(
      'orders/lists/index',
      {
        title: 'Orders',
        query: dictionary(query),
        orders: rows,
        totals,
        employees,
        tabs: await orderTabs(db, query, fmt.today),
        chips: orderChips(query, fmt, { employees, customer }),
        empty: await emptyOrders(db, query, list),
        summary: summaryOf(totals, fmt),
        pager: {
          ...orderPager(query, nextCursor),
          csv: can(viewerOf(request), 'orders.export')
            ? exportUrl('/api/orders/export/csv', query, shop.locale)
            : null,
        },
      },
      'orders/lists/_list',
    )
  })

  app.get(
    '/admin/orders/:id',
    { config: reading, schema: { params: IdParams } },
    (request, reply) => {
      const { move } = pageQuery(MoveQuery, request.query)
      return answerOrder(reply, request.params.id, undefined, move && { move })
    },
  )

  app.post(
    '/admin/orders/:id/archive',
    { config: writing, schema: { params: IdParams } },
    async (request, reply) => {
      const { id } = request.params
      await request.change((change) => archiveOrder(change, id))
      const undo = await latestUndo(reply, 'order', id)
      reply.flash('success', 'Order archived. You can restore it here.', { undo })
      return reply.redirect(`/admin/orders/${id}`, 303)
    },
  )

  app.post(
    '/admin/orders/:id/restore',
    { config: writing, schema: { params: IdParams } },
    async (request, reply) => {
      const { id } = request.params
      await request.change((change) => restoreOrder(change, id))
      reply.flash('success', 'Order restored.')
      return reply.redirect(`/admin/orders/${id}`, 303)
    },
  )
}

export default orders
