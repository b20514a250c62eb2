// Statuses and the missing deadline as SQL literals: engines match partial indexes only against literals, not
// parameters.
import { byAlias, join, Sql, sql } from '../../../db/sql.ts'
import {
  NO_DEADLINE,
  OPEN_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
} from '../../../schemas/orders/status.ts'

const NULL = sql`NULL`

const TEXTS = new Map(
  [...ORDER_STATUSES, ...PAYMENT_STATUSES].map((status) => [
    status as string,
    new Sql([`'${status}'`], []),
  ]),
)

const textOf = (status: string): Sql => TEXTS.get(status) ?? NULL

/** Whether a column has one of several statuses. An unknown status matches nothing. */
export function isOneOf(column: Sql, statuses: readonly string[]): Sql {
  const [first, ...others] = statuses
  if (first === undefined) return sql`${column} IN (NULL)`
  if (others.length === 0) return sql`${column} = ${textOf(first)}`
  return sql`${column} IN (${join(statuses.map(textOf), ', ')})`
}

/** Aliases that statements give to orders. */
const ORDER_ALIASES = ['o'] as const
export type OrderAlias = (typeof ORDER_ALIASES)[number]

export const orderAlias = byAlias(ORDER_ALIASES, (o) => o)

export const isOpen = byAlias(ORDER_ALIASES, (o) => isOneOf(sql`${o}.status`, OPEN_STATUSES))

export const LAST_DEADLINE = new Sql([`'${NO_DEADLINE}'`], [])

/** Orders without a deadline come last. Must equal the expression of the deadline indexes. */
export const deadlineOf = byAlias(
  ORDER_ALIASES,
  (o) => sql`coalesce(${o}.due_at, ${LAST_DEADLINE})`,
)
