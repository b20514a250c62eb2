// /admin/orders/board: the open work in three columns, each order with its next step as one tap.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { Reader } from '../../db/database.ts'
import { OneOf } from '../../schemas/common.ts'
import { ORDER_TRANSITIONS } from '../../schemas/order-status.ts'
import { OrderFilter } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { listCurrentEmployees } from '../../services/employees.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { totalOrders } from '../../services/order-totals.ts'
import { pageQuery, urlOf } from './queries.ts'

const COLUMNS = ['pending', 'in_progress', 'ready'] as const
type Column = (typeof COLUMNS)[number]

const PATH = '/admin/orders/board'
/** As many as a person looks through; the list has the rest. */
const MOST = 30

const BoardQuery = Type.Object(
  {
    /** On a phone one column is shown at a time. */
    column: Type.Optional(OneOf(COLUMNS)),
    employeeId: OrderFilter.properties.employeeId,
  },
  { additionalProperties: false },
)
type BoardQuery = Static<typeof BoardQuery>

const orderBoard: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: { roles: STAFF, unchanged: true } }, async (request, reply) => {
    const query = pageQuery(BoardQuery, request.query)
    const chosen = query.column ?? 'pending'
    const db = await app.db.forLists()
    const columns = []
    for (const status of COLUMNS) columns.push(await columnOf(db, status, query, chosen))
    const context = {
      title: 'Board',
      columns,
      employees: await listCurrentEmployees(db),
      employeeId: query.employeeId ?? '',
      chosen,
      here: urlOf(PATH, { ...query, column: chosen }),
    }
    return reply.page('orders/board', context, 'orders/board.swap')
  })
}

async function columnOf(db: Reader, status: Column, query: BoardQuery, chosen: Column) {
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
    // The first legal move is the way forward; the others are on the order's own page.
    next: ORDER_TRANSITIONS[status][0] ?? null,
  }
}

export default orderBoard
