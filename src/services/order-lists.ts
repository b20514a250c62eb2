// Lists of orders by filter, a page at a time.
import type { Reader } from '../db/database.ts'
import { join, type Sql, sql, where } from '../db/sql.ts'
import type { OrderQuery, OrderSort } from '../schemas/orders.ts'
import {
  DEADLINE,
  deadlineSpan,
  isOpenOnly,
  OPEN,
  orderBranches,
  orderConditions,
} from './order-filter.ts'
import { searchWay } from './order-search.ts'
import type { OrderRow, OrderSummary } from './order-types.ts'
import { COLUMNS, FROM } from './orders.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from './paging.ts'
import { findSettings } from './settings.ts'

/** What a list may be sorted by. */
type Sorted = Pick<OrderSummary, 'id' | 'number' | 'dateOfCreation' | 'dueAt' | 'totalAmount'>

interface Sort {
  column: Sql
  kind: 'string' | 'number'
  descending: boolean
  value: (order: Sorted) => string | number
}

const LAST = '9999'
const byText = (column: Sql, value: Sort['value'], descending = false): Sort => ({
  column,
  kind: 'string',
  value,
  descending,
})
const byNumber = (column: Sql, value: Sort['value'], descending = false): Sort => ({
  ...byText(column, value, descending),
  kind: 'number',
})
const creation = sql`o.date_of_creation`

const SORTS: Record<OrderSort, Sort> = {
  createdAt: byText(creation, (order) => order.dateOfCreation),
  '-createdAt': byText(creation, (order) => order.dateOfCreation, true),
  deadline: byText(DEADLINE, (order) => order.dueAt ?? LAST),
  '-deadline': byText(DEADLINE, (order) => order.dueAt ?? LAST, true),
  number: byNumber(sql`o.number`, (order) => order.number),
  '-number': byNumber(sql`o.number`, (order) => order.number, true),
  totalAmount: byNumber(sql`o.total_amount`, (order) => order.totalAmount),
  '-totalAmount': byNumber(sql`o.total_amount`, (order) => order.totalAmount, true),
}

/** Orders as programs get them. */
export const listOrders = (db: Reader, query: OrderQuery) =>
  listed<OrderSummary>(db, query, COLUMNS)

/** What a page shows of an order: a third of the columns, which take a third of the time. */
const ROW = sql`
  o.id, o.number, c.name AS "customerName", e.name AS "employeeName", o.status,
  o.payment_status AS "paymentStatus", o.total_amount AS "totalAmount",
  o.total_amount - o.paid_amount AS balance,
  o.date_of_creation AS "dateOfCreation", o.deadline, o.due_at AS "dueAt",
  (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS "itemCount",
  (SELECT i.item_name FROM order_items i WHERE i.order_id = o.id ORDER BY i.position LIMIT 1) AS "firstItem"`

/** Orders as the rows of a page. */
export const listOrderRows = (db: Reader, query: OrderQuery) => listed<OrderRow>(db, query, ROW)

async function listed<Row extends Sorted>(
  db: Reader,
  query: OrderQuery,
  columns: Sql,
): Promise<Page<Row>> {
  const limit = query.limit ?? 50
  const { sort: name = '-createdAt' } = query
  const sort = SORTS[name]
  const list = `orders ${name}`
  const beyond = query.cursor ? [after(sort, query.cursor, list)] : []
  const rows = await db.all<Row>(sql`
    SELECT ${columns}
    ${FROM}
    ${await shown(db, query, sort, beyond, limitOf({ ...query, limit }))}`)
  return pageOf(rows, limit, (order) => [list, sort.value(order), order.id])
}

/** Which orders a page shows, and in which order. */
async function shown(db: Reader, query: OrderQuery, sort: Sort, beyond: Sql[], most: Sql) {
  const { timeZone } = await findSettings(db)
  const now = new Date().toISOString()
  const way = await searchWay(db, query.search)
  const order = sql`ORDER BY ${sort.column} ${directionOf(sort)}, o.id ${directionOf(sort)}`
  if (way && !way.many) {
    const branches = orderBranches(query, timeZone, now, way).map((one) => [...one, ...beyond])
    return sql`WHERE ${gathered(branches, sort, most)} ${order}`
  }
  const conditions = orderConditions(query, timeZone, now, way)
  conditions.push(...wordsOfIndexes(query, timeZone), ...beyond)
  return sql`${where(conditions)} ${order} ${most}`
}

const directionOf = ({ descending }: Sort): Sql => (descending ? sql`DESC` : sql`ASC`)

/**
 * The orders of a page, where what is found has to be sorted: as ids, because what a page shows of an order takes
 * longer to read than all the rest, and would be read of each that is found.
 */
function gathered(branches: Sql[][], sort: Sort, most: Sql): Sql {
  const direction = directionOf(sort)
  const ids = branches.map(
    (conditions) => sql`SELECT o.id, ${sort.column} AS place FROM orders o ${where(conditions)}`,
  )
  return sql`o.id IN (
    SELECT id
    FROM (${join(ids, ' UNION ')} ORDER BY place ${direction}, id ${direction} ${most}) AS page)`
}

/** Conditions said again in the words of the indexes that have the list in its order already. */
function wordsOfIndexes(query: OrderQuery, timeZone: string): Sql[] {
  const byDeadline = query.sort?.endsWith('deadline') ?? false
  // One status has an index of its own.
  const byStatus = query.status?.includes(',') === false && !byDeadline
  return [
    ...(isOpenOnly(query) && !byStatus ? [OPEN] : []),
    ...(byDeadline ? deadlineSpan(query, timeZone) : []),
  ]
}

function after(sort: Sort, cursor: string, list: string): Sql {
  const [value, id] = decodeKeyset(cursor, list, sort.kind)
  return sort.descending
    ? sql`(${sort.column}, o.id) < (${value}, ${id})`
    : sql`(${sort.column}, o.id) > (${value}, ${id})`
}
