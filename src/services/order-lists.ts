// Lists of orders by filter, a page at a time.
import type { Reader } from '../db/database.ts'
import { type Sql, sql, where } from '../db/sql.ts'
import type { OrderFilter, OrderQuery, OrderSort } from '../schemas/orders.ts'
import { isOpenOnly, OPEN, orderConditions } from './order-filter.ts'
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
const due = sql`coalesce(o.due_at, '9999')` // an order without a deadline comes last

const SORTS: Record<OrderSort, Sort> = {
  createdAt: byText(creation, (order) => order.dateOfCreation),
  '-createdAt': byText(creation, (order) => order.dateOfCreation, true),
  deadline: byText(due, (order) => order.dueAt ?? LAST),
  '-deadline': byText(due, (order) => order.dueAt ?? LAST, true),
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
  const direction = sort.descending ? sql`DESC` : sql`ASC`
  const filters = await conditionsOf(db, query)
  // Said in the words of the indexes of open work, which have it in this order already. One status has its own.
  const byStatus = query.status?.includes(',') === false && !name.endsWith('deadline')
  if (isOpenOnly(query) && !byStatus) filters.push(OPEN)
  if (query.cursor) filters.push(after(sort, query.cursor, list))
  const rows = await db.all<Row>(sql`
    SELECT ${columns}
    ${FROM}
    ${where(filters)}
    ORDER BY ${sort.column} ${direction}, o.id ${direction}
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (order) => [list, sort.value(order), order.id])
}

function after(sort: Sort, cursor: string, list: string): Sql {
  const [value, id] = decodeKeyset(cursor, list, sort.kind)
  return sort.descending
    ? sql`(${sort.column}, o.id) < (${value}, ${id})`
    : sql`(${sort.column}, o.id) > (${value}, ${id})`
}

async function conditionsOf(db: Reader, filter: OrderFilter): Promise<Sql[]> {
  const { timeZone } = await findSettings(db)
  const way = await searchWay(db, filter.search)
  return orderConditions(filter, timeZone, new Date().toISOString(), way)
}
