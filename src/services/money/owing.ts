// Outstanding balances by customer, whatever the status of their orders, out of the stored sums of customers.
import type { Reader } from '../../db/database.ts'
import { type Sql, sql } from '../../db/sql.ts'
import type { OwingQuery, OwingSort } from '../../schemas/money/payments.ts'
import { NO_DEADLINE } from '../../schemas/orders/status.ts'
import { LAST_DEADLINE } from '../orders/lists/status-sql.ts'
import { totalOrders } from '../orders/lists/totals.ts'
import { OWING_FILTER } from '../shared/owed.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../shared/paging.ts'

export interface Owing {
  customerId: number
  name: string
  phoneNumber: string
  orders: number
  /** Smallest currency units. */
  balance: number
  oldestDueAt: string | null
}

interface Sort {
  column: Sql
  /** Only customers with a balance; must match the condition of the index that begins with the column. */
  listed: Sql
  kind: 'string' | 'number'
  descending: boolean
  value: (owing: Owing) => string | number
}

const SORTS: Record<OwingSort, Sort> = {
  '-balance': {
    column: sql`s.balance`,
    listed: sql`s.balance > 0`,
    kind: 'number',
    descending: true,
    value: (owing) => owing.balance,
  },
  oldestDue: {
    column: sql`s.oldest_due`,
    listed: sql`s.oldest_due IS NOT NULL`,
    kind: 'string',
    descending: false,
    value: (owing) => owing.oldestDueAt ?? NO_DEADLINE,
  },
}

export async function listOwing(db: Reader, query: OwingQuery): Promise<Page<Owing>> {
  const limit = query.limit ?? 50
  const { sort: name = '-balance' } = query
  const { column, listed, kind, descending, value } = SORTS[name]
  const list = `owing ${name}`
  const direction = descending ? sql`DESC` : sql`ASC`
  const order = sql`ORDER BY ${column} ${direction}, s.customer_id ${direction}`
  const after = query.cursor
    ? beyond(column, descending, decodeKeyset(query.cursor, list, kind))
    : sql``
  const rows = await db.all<Owing>(sql`
    SELECT s.customer_id AS "customerId", c.name, c.phone_number AS "phoneNumber", s.owing_orders AS orders,
           s.balance, nullif(s.oldest_due, ${LAST_DEADLINE}) AS "oldestDueAt"
    FROM (
      SELECT s.customer_id, s.owing_orders, s.balance, s.oldest_due
      FROM customer_sums s
      WHERE ${listed} ${after}
      ${order}
      ${limitOf({ ...query, limit })}
    ) AS s
    JOIN customers c ON c.id = s.customer_id
    ${order}`)
  return pageOf(rows, limit, (owing) => [list, value(owing), owing.customerId])
}

const beyond = (column: Sql, descending: boolean, [value, id]: [string | number, number]) =>
  descending
    ? sql`AND (${column}, s.customer_id) < (${value}, ${id})`
    : sql`AND (${column}, s.customer_id) > (${value}, ${id})`

export interface OwingTotals {
  customers: number
  orders: number
  /** Smallest currency units. */
  balance: number
}

/** Orders and balance are those of the order list that the page links to. */
export async function totalOwing(db: Reader): Promise<OwingTotals> {
  const { orders, balance } = await totalOrders(db, OWING_FILTER)
  const row = await db.get<{ customers: number }>(sql`SELECT customers FROM owing_customers`)
  return { customers: row?.customers ?? 0, orders, balance }
}
