// The payments of all orders, newest first, by filter.
import type { Reader } from '../db/database.ts'
import { list, type Sql, sql, where } from '../db/sql.ts'
import type { PaymentFilter, PaymentQuery } from '../schemas/payment-lists.ts'
import type { Payment } from '../schemas/payments.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from './paging.ts'
import { findSettings } from './settings.ts'
import { endOfDay, startOfDay } from './shop-time.ts'

/** A payment with the order that it belongs to. */
export interface LedgerRow extends Payment {
  orderNumber: number
  customerId: number
  customerName: string
}

/** The columns of a LedgerRow and where they are from; the table alias of payments is `p`. */
export const LEDGER_ROWS = sql`
  SELECT p.id, p.order_id AS "orderId", p.kind, p.amount, p.method, p.note, p.actor_name AS actor,
         p.received_at AS "receivedAt", p.reverses_id AS "reversesId", r.id AS "reversedById",
         o.number AS "orderNumber", o.customer_id AS "customerId", c.name AS "customerName"
  FROM payments p
  LEFT JOIN payments r ON r.reverses_id = p.id
  JOIN orders o ON o.id = p.order_id
  JOIN customers c ON c.id = o.customer_id`

/** What a filter of payments means in SQL. */
export function paymentConditions(filter: PaymentFilter, timeZone: string): Sql[] {
  const { from, to, method, kind } = filter
  const found: Sql[] = []
  if (from) found.push(sql`p.received_at >= ${startOfDay(from, timeZone)}`)
  if (to) found.push(sql`p.received_at <= ${endOfDay(to, timeZone)}`)
  if (method) found.push(sql`p.method IN (${list(method.split(','))})`)
  if (kind) found.push(sql`p.kind IN (${list(kind.split(','))})`)
  return found
}

const LIST = 'payments'

export async function listLedger(db: Reader, query: PaymentQuery): Promise<Page<LedgerRow>> {
  const limit = query.limit ?? 50
  const { timeZone } = await findSettings(db)
  const filters = paymentConditions(query, timeZone)
  if (query.cursor) {
    const [receivedAt, id] = decodeKeyset(query.cursor, LIST, 'string')
    filters.push(sql`(p.received_at, p.id) < (${receivedAt}, ${id})`)
  }
  const rows = await db.all<LedgerRow>(sql`
    ${LEDGER_ROWS}
    ${where(filters)}
    ORDER BY p.received_at DESC, p.id DESC
    ${limitOf({ ...query, limit })}`)
  return pageOf(rows, limit, (row) => [LIST, row.receivedAt, row.id])
}

export interface LedgerTotals {
  rows: number
  /** Deposits and payments, in smallest units. */
  in: number
  /** Refunds. */
  out: number
}

/** What all payments of a filter add up to, whatever the page. */
export async function totalLedger(db: Reader, filter: PaymentFilter): Promise<LedgerTotals> {
  const { timeZone } = await findSettings(db)
  const row = await db.get<LedgerTotals>(sql`
    SELECT count(*) AS rows,
           coalesce(sum(p.amount) FILTER (WHERE p.kind <> 'refund'), 0) AS "in",
           coalesce(sum(p.amount) FILTER (WHERE p.kind = 'refund'), 0) AS "out"
    FROM payments p
    ${where(paymentConditions(filter, timeZone))}`)
  return row as LedgerTotals
}
