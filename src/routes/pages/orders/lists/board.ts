// Order board page: open orders in three columns, with the next status as one button: /admin/orders/board.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { Reader } from '../../../../db/database.ts'
import { OneOf } from '../../../../schemas/common.ts'
import { OrderFilter } from '../../../../schemas/orders/index.ts'
import {
  OPEN_STATUSES,
  ORDER_TRANSITIONS,
  type OrderStatus,
} from '../../../../schemas/orders/status.ts'
import { listOrderRows } from '../../../../services/orders/lists/list.ts'
import { totalOrders } from '../../../../services/orders/lists/totals.ts'
import { listCurrentEmployees } from '../../../../services/people/employees/index.ts'
import { pageQuery, urlOf } from '../../queries.ts'

const PATH = '/admin/orders/board'
/** Orders a column; the list has the rest. */
const MOST = 30

const BoardQuery = Type.Object(
  {
    column: Type.Optional(OneOf(OPEN_STATUSES)),
    employeeId: OrderFilter.properties.employeeId,
  },
  { additionalProperties: false },
)
type BoardQuery = Static<typeof BoardQuery>

const orderBoard: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { permission: 'orders.read', etag: true } }, async (request, reply) => {
    const query = pageQuery(BoardQuery, request.query)
    const chosen = query.column ?? 'pending'
    const db = await app.db.forLists()
    const columns = []
    for (const status of OPEN_STATUSES) columns.push(await columnOf(db, status, query, chosen))
    const context = {
      title: 'Board',
      columns,
      employees: await listCurrentEmployees(db),
      employeeId: query.employeeId ?? '',
      chosen,
      here: urlOf(PATH, { ...query, column: chosen }),
    }
    return reply.page('orders/lists/board', context, 'orders/lists/board.swap')
  })
}

async function columnOf(db: Reader, status: OrderStatus, query: BoardQuery, chosen: OrderStatus) {
  const { employeeId } = query
  const filter = { status, ...(employeeId && { employeeId }) }
  const { rows } = await listOrderRows(db, { ...filter, sort: 'deadline', limit: MOST })
  const { orders: count } = await totalOrders(db, filter)
  return {
    status,
    count,
    orders: rows,
    isChosen: status === chosen,
    href: urlOf(PATH, { ...query, column: status }),
    all: urlOf('/admin/orders', { ...filter, sort: 'deadline' }),
    // The first allowed transition is the way forward; the others are on the order's page.
    next: ORDER_TRANSITIONS[status][0] ?? null,
  }
}

export default orderBoard
