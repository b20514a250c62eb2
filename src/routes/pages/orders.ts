// /admin/orders: the list with its filters, and one order with everything on it.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { IdParams } from '../../schemas/common.ts'
import { OrderStatus } from '../../schemas/order-status.ts'
import { OrderQuery } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { findCustomer } from '../../services/customers.ts'
import { listCurrentEmployees } from '../../services/employees.ts'
import { formatsFor } from '../../services/formats.ts'
import { archiveOrder, restoreOrder } from '../../services/order-archive.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { totalOrders } from '../../services/order-totals.ts'
import { findSettings } from '../../services/settings.ts'
import { exportUrl } from './export-link.ts'
import { latestUndo } from './latest-undo.ts'
import { answerOrder } from './order-detail.ts'
import { listUrl, orderChips, orderPager, orderTabs } from './order-list.ts'
import { pageQuery } from './queries.ts'

const config = { roles: STAFF }

/** Where somebody wants to move the order: the page shows what stands against it. */
const MoveQuery = Type.Object({ move: Type.Optional(OrderStatus) }, { additionalProperties: false })

const orders: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/orders', { config: { ...config, unchanged: true } }, async (request, reply) => {
    const query = pageQuery(OrderQuery, request.query)
    const db = await app.db.forLists()
    const { rows, nextCursor } = await listOrderRows(db, query)
    const totals = await totalOrders(db, query)
    const employees = await listCurrentEmployees(db)
    const { customerId } = query
    const customer = customerId ? await findCustomer(db, customerId) : undefined
    const shop = await findSettings(db)
    const fmt = formatsFor(shop)
    // The filter form sends its blank fields too; the address bar shows only what is chosen, and each once.
    const url = listUrl(query)
    const isHere = String(request.headers['hx-current-url'] ?? '').endsWith(url)
    reply.header('hx-push-url', isHere ? 'false' : url)
    return reply.page(
      'orders/index',
      {
        title: 'Orders',
        query: Object.assign(Object.create(null), query),
        orders: rows,
        totals,
        employees,
        tabs: await orderTabs(db, query, fmt.today),
        chips: orderChips(query, fmt, { employees, customer }),
        pager: {
          ...orderPager(query, nextCursor),
          csv: exportUrl('/api/orders/export/csv', query, shop.locale),
        },
      },
      'orders/_list',
    )
  })

  app.get('/admin/orders/:id', { config, schema: { params: IdParams } }, (request, reply) => {
    const { move } = pageQuery(MoveQuery, request.query)
    return answerOrder(reply, request.params.id, undefined, move && { move })
  })

  app.post(
    '/admin/orders/:id/archive',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const { id } = request.params
      await request.change((change) => archiveOrder(change, id))
      const undo = await latestUndo(reply, 'order', id)
      reply.flash('success', 'The order is archived. It can be restored here.', { undo })
      return reply.redirect(`/admin/orders/${id}`, 303)
    },
  )

  app.post(
    '/admin/orders/:id/restore',
    { config, schema: { params: IdParams } },
    async (request, reply) => {
      const { id } = request.params
      await request.change((change) => restoreOrder(change, id))
      reply.flash('success', 'The order is back in the lists.')
      return reply.redirect(`/admin/orders/${id}`, 303)
    },
  )
}

export default orders
