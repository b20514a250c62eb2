// The outstanding balance of an order: one definition for tiles, list totals, customer balances and exports.
import { byAlias, type Sql, sql } from '../../db/sql.ts'
import type { OrderFilter } from '../../schemas/orders/index.ts'
import { OWING_STATUSES, STEP_STATUSES } from '../../schemas/orders/status.ts'

/** Aliases that statements give to orders, or to their sums. */
const ORDER_ALIASES = ['o'] as const

/** Cancelled and fully refunded orders owe nothing. */
function mayOwe(o: Sql): Sql {
  return sql`${o}.status <> 'cancelled' AND ${o}.payment_status <> 'refunded'`
}

/** Orders that are part of a balance. Must equal the condition of the triggers of customer_sums. */
export const isOwing = byAlias(
  ORDER_ALIASES,
  (o) => sql`${o}.archived_at IS NULL AND ${mayOwe(o)} AND ${o}.paid_amount < ${o}.total_amount`,
)

/** The amount owed in smallest currency units, per order or as a sum. */
function balance(o: Sql, total: Sql, paid: Sql): Sql {
  return sql`CASE WHEN ${mayOwe(o)} THEN ${o}.${total} - ${o}.${paid} ELSE 0 END`
}

/** The amount owed on an order. Takes the alias of orders. */
export const owed = byAlias(ORDER_ALIASES, (o) => balance(o, sql`total_amount`, sql`paid_amount`))

/** The same of the sums of a kind of orders. */
export const owedOfSums = byAlias(ORDER_ALIASES, (o) => balance(o, sql`total`, sql`paid`))

export const OWING_FILTER: OrderFilter = {
  status: STEP_STATUSES.join(),
  paymentStatus: OWING_STATUSES.join(),
}

/** The amount a customer may still pay: unlike the balance, it is positive again after a full refund. */
export const payableOf = ({
  totalAmount,
  paidAmount,
}: {
  totalAmount: number
  paidAmount: number
}): number => totalAmount - paidAmount
