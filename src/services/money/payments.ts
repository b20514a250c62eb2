// The payments of all orders, newest first, by filter.
import type { Reader } from '../../db/database.ts'
import { byAlias, join, list, type Sql, sql, where } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import { endOfDay, startOfDay } from '../../lib/time/shop-time.ts'
import type { PaymentFilter, PaymentQuery } from '../../schemas/money/payments.ts'
import type { Payment } from '../../schemas/orders/payments.ts'
import { PAYMENT_KINDS } from '../../schemas/orders/status.ts'
import { PAYMENT_METHODS } from '../../schemas/shop/payment-methods.ts'
import { indexedBy } from '../orders/lists/plans.ts'
import { decodeKeyset, limitOf, type Page, pageOf } from '../shared/paging.ts'
import { findSettings } from '../shop/settings/read.ts'

export interface LedgerRow extends Payment {
  orderNumber: number
  customerId: number
  customerName: string
}

/** Aliases that statements give to payments. */
const PAYMENT_ALIASES = ['p'] as const
type PaymentAlias = (typeof PAYMENT_ALIASES)[number]

const paymentAlias = byAlias(PAYMENT_ALIASES, (p) => p)

/** The start of a query for LedgerRows. Takes the alias of payments that its conditions use. */
export const selectLedgerRows = byAlias(
  PAYMENT_ALIASES,
  (p) => sql`
  SELECT ${p}.id, ${p}.order_id AS "orderId", ${p}.kind, ${p}.amount, ${p}.method, ${p}.note, ${p}.actor_name AS actor,
         ${p}.received_at AS "receivedAt", ${p}.reverses_id AS "reversesId", r.id AS "reversedById",
         o.number AS "orderNumber", o.customer_id AS "customerId", c.name AS "customerName"
  FROM payments ${p}
  LEFT JOIN payments r ON r.reverses_id = ${p}.id
  JOIN orders o ON o.id = ${p}.order_id
  JOIN customers c ON c.id = o.customer_id`,
)

export function paymentConditions(
  alias: PaymentAlias,
  filter: PaymentFilter,
  timeZone: string,
): Sql[] {
  const p = paymentAlias(alias)
  const { method, kind } = filter
  const conditions = spanOf(p, filter, timeZone)
  if (method) conditions.push(sql`${p}.method IN (${list(method.split(','))})`)
  if (kind) conditions.push(sql`${p}.kind IN (${list(kind.split(','))})`)
  return conditions
}

function spanOf(p: Sql, { from, to }: PaymentFilter, timeZone: string): Sql[] {
  const conditions: Sql[] = []
  if (from) conditions.push(sql`${p}.received_at >= ${startOfDay(from, timeZone)}`)
  if (to) conditions.push(sql`${p}.received_at <= ${endOfDay(to, timeZone)}`)
  return conditions
}

/** One index range per kind and method, merged in list order: a scan of all payments takes long for rare ones. */
function rangesOf(filter: PaymentFilter, columns: Sql, conditions: readonly Sql[]): Sql {
  const kinds = filter.kind ? [...new Set(filter.kind.split(','))] : PAYMENT_KINDS
  const methods = filter.method ? [...new Set(filter.method.split(','))] : PAYMENT_METHODS
  const ranges = kinds.flatMap((kind) =>
    methods.map((method) => {
      const range = [sql`p.kind = ${kind}`, sql`p.method = ${method}`, ...conditions]
      return sql`SELECT ${columns} FROM payments p ${BY_KIND} ${where(range)}`
    }),
  )
  return join(ranges, ' UNION ALL ')
}

const BY_KIND = indexedBy('payments_by_kind')

const LIST = 'payments'

export async function listLedger(db: Reader, query: PaymentQuery): Promise<Page<LedgerRow>> {
  const limit = query.limit ?? 50
  const { timeZone } = await findSettings(db)
  const span = spanOf(paymentAlias('p'), query, timeZone)
  if (query.cursor) {
    const [receivedAt, id] = decodeKeyset(query.cursor, LIST, 'string')
    span.push(sql`(p.received_at, p.id) < (${receivedAt}, ${id})`)
  }
  const page = limitOf({ ...query, limit })
  const order = sql`ORDER BY p.received_at DESC, p.id DESC`
  const isOfKinds = query.kind !== undefined || query.method !== undefined
  const conditions = isOfKinds
    ? sql`
      WHERE p.id IN (
        SELECT id
        FROM (${rangesOf(query, sql`p.id, p.received_at`, span)}
              ORDER BY received_at DESC, id DESC ${page}) AS page)
      ${order}`
    : sql`${where(span)} ${order} ${page}`
  const rows = await db.all<LedgerRow>(sql`${selectLedgerRows('p')} ${conditions}`)
  return pageOf(rows, limit, (row) => [LIST, row.receivedAt, row.id])
}

export interface LedgerTotals {
  rows: number
  /** Deposits and payments, in smallest currency units. */
  in: number
  out: number
}

const totals = new VersionedCache<LedgerTotals>()

export async function totalLedger(db: Reader, filter: PaymentFilter): Promise<LedgerTotals> {
  const { timeZone } = await findSettings(db)
  const ranges = rangesOf(
    filter,
    sql`p.kind, p.amount`,
    spanOf(paymentAlias('p'), filter, timeZone),
  )
  const count = async () => {
    const row = await db.get<LedgerTotals>(sql`
      SELECT count(*) AS rows,
             coalesce(sum(f.amount) FILTER (WHERE f.kind <> 'refund'), 0) AS "in",
             coalesce(sum(f.amount) FILTER (WHERE f.kind = 'refund'), 0) AS "out"
      FROM (${ranges}) AS f`)
    return row as LedgerTotals
  }
  const { from, to, method, kind } = filter
  return totals.get(db, JSON.stringify([from, to, method, kind, timeZone]), count)
}
