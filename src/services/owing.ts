// Who owes what: customers with orders that are not paid, however far the work is.
import type { Reader } from '../db/database.ts'
import { Kept } from '../db/kept.ts'
import { type Sql, sql } from '../db/sql.ts'
import type { OrderFilter } from '../schemas/orders.ts'
import type { OwingQuery, OwingSort } from '../schemas/payment-lists.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from './paging.ts'

export interface Owing {
  customerId: number
  name: string
  phoneNumber: string
  orders: number
  /** Smallest units. */
  balance: number
  oldestDueAt: string | null
}

/** The same orders as a filter of the list of orders, for links. */
export const OWING_FILTER: OrderFilter = {
  status: 'pending,in_progress,ready,completed',
  paymentStatus: 'unpaid,partial',
}

/** The same in SQL, written as in the partial index that holds all that is read of an order here. */
const OWED = sql`
  o.archived_at IS NULL AND o.status <> 'cancelled' AND o.payment_status <> 'refunded'
  AND o.paid_amount < o.total_amount`

const LAST = '9999' // no deadline comes last

interface Sort {
  column: Sql
  kind: 'string' | 'number'
  descending: boolean
  value: (owing: Owing) => string | number
}

const SORTS: Record<OwingSort, Sort> = {
  '-balance': {
    column: sql`balance`,
    kind: 'number',
    descending: true,
    value: (owing) => owing.balance,
  },
  oldestDue: {
    column: sql`coalesce("oldestDueAt", '9999')`,
    kind: 'string',
    descending: false,
    value: (owing) => owing.oldestDueAt ?? LAST,
  },
}

export async function listOwing(db: Reader, query: OwingQuery): Promise<Page<Owing>> {
  const limit = query.limit ?? 50
  const { sort: name = '-balance' } = query
  const { column, kind, descending, value } = SORTS[name]
  const list = `owing ${name}`
  const direction = descending ? sql`DESC` : sql`ASC`
  const order = sql`ORDER BY ${column} ${direction}, w."customerId" ${direction}`
  const after = query.cursor
    ? beyond(column, descending, decodeKeyset(query.cursor, list, kind))
    : sql``
  const rows = await db.all<Owing>(sql`
    WITH owing AS (
      SELECT o.customer_id AS "customerId", count(*) AS orders,
             sum(o.total_amount - o.paid_amount) AS balance, min(o.due_at) AS "oldestDueAt"
      FROM orders o
      WHERE ${OWED}
      GROUP BY o.customer_id)
    SELECT w."customerId", c.name, c.phone_number AS "phoneNumber", w.orders, w.balance, w."oldestDueAt"
    FROM (
      SELECT * FROM owing w ${after} ${order} ${limitOf({ ...query, limit })}
    ) AS w
    JOIN customers c ON c.id = w."customerId"
    ${order}`)
  return pageOf(rows, limit, (owing) => [list, value(owing), owing.customerId])
}

const beyond = (column: Sql, descending: boolean, [value, id]: [string | number, number]) =>
  descending
    ? sql`WHERE (${column}, w."customerId") < (${value}, ${id})`
    : sql`WHERE (${column}, w."customerId") > (${value}, ${id})`

export interface OwingTotals {
  customers: number
  orders: number
  /** Smallest units. */
  balance: number
}

const kept = new Kept<OwingTotals>()

/** What is owed to the shop in all: counted when something was committed. */
export const totalOwing = async (db: Reader): Promise<OwingTotals> =>
  kept.get(db, '', async () => {
    const row = await db.get<OwingTotals>(sql`
      SELECT count(DISTINCT o.customer_id) AS customers, count(*) AS orders,
             coalesce(sum(o.total_amount - o.paid_amount), 0) AS balance
      FROM orders o
      WHERE ${OWED}`)
    return row as OwingTotals
  })
